# task = "score"
# family = "planting"
# why = "The folder handed in is a link to another student's."
# then = "It earns no score at all, and a person is told that it is a link."
# plant = [{ kind = "link", name = "../hw3", target = "../honest-1/hw3" }]


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
