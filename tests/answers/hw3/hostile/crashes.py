# task = "score"
# family = "resources"
# why = "Reads where no memory is."
# then = "The questions after the crash are put to a fresh kernel, and the grader goes on."
# slow = true


import ctypes


class AntiCorrelatedGaussian:
    def score(self, x):
        return ctypes.string_at(0)
