# task = "score"
# family = "resources"
# why = "Ends the kernel when asked for the score."
# then = "The student is told that the code ended its own kernel."
# slow = true


import os


class AntiCorrelatedGaussian:
    def score(self, x):
        os._exit(0)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
