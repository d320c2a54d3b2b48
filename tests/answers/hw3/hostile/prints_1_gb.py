# task = "score"
# family = "resources"
# why = "Prints a gigabyte."
# then = "A bounded part of the output is kept."
# slow = true


line = "10 of 10 points " * 4096
for _ in range(16 * 1024):
    print(line)


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
