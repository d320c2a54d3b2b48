# task = "score"
# family = "resources"
# why = "Waits for somebody to type."
# then = "Nobody answers, and the cell ends at once or at its time limit."


import sys

try:
    input("The answers, please: ")
except Exception as error:
    print(type(error))
sys.stdin.read()


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
