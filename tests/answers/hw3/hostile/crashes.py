# task = "score"
# family = "resources"
# why = "Reads where no memory is."
# then = "The questions after the crash are put to a fresh kernel, and the grader goes on."
# slow = true


import ctypes


class AntiCorrelatedGaussian:
    def score(self, x):
        return ctypes.string_at(0)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
