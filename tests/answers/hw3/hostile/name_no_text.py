# task = "score"
# family = "planting"
# why = "Has a name in an encoding of old, which is no text in today's."
# then = "The class is graded, and a person is told of the name."
# student = "M%fcller"


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
