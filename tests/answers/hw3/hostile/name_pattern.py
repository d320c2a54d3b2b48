# task = "score"
# family = "planting"
# why = "Has a name that, read as a pattern, is another student's."
# then = "It gets its own points, and not those of the other."
# student = "[h]onest-1"


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
