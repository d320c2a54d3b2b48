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
