# task = "score"
# why = "Waits for somebody to type."


import sys

try:
    input("The answers, please: ")
except Exception as error:
    print(type(error))
sys.stdin.read()


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
