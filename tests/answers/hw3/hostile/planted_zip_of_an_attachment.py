# task = "score"
# family = "planting"
# why = "Hands in a small zip with a notebook whose attachment unpacks to 150 MB."
# then = "The attachment is left out while the file is read."
# plant = [{ kind = "packed attachment", name = "hw3.zip", mib = "150" }]


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
