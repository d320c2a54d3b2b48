# task = "score"
# family = "planting"
# why = "Has a name that stands for every student's."
# then = "Only this submission is touched when it is graded."
# student = "*"


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
