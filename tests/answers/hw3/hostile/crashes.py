# task = "score"
# why = "Reads where no memory is."


import ctypes


class AntiCorrelatedGaussian:
    def score(self, x):
        return ctypes.string_at(0)
