# task = "score"
# family = "planting"
# why = "Hands in a small zip of zips that hold half a million names of no files."
# then = "Lists of names are read up to a length, before they are."
# plant = [{ kind = "zips of names", name = "more.zip", zips = "10", names = "50000" }]


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
