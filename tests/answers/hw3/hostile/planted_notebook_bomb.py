# task = "score"
# family = "planting"
# why = "The notebook itself is what a small archive unpacks to, 2 GB of nothing."
# then = "It is not read into memory, and a person is told that it is too large."
# plant = [{ kind = "bomb", name = "hw3.ipynb", mib = "2048" }]


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
