# task = "score"
# family = "planting"
# why = "Has a name with a line break, after which another student's stands."
# then = "It gets no points, and the log and the table stay whole."
# student = "a%0ahonest-1%0d%1b[2J%1b]0;owned%07"


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
