# task = "score"
# family = "resources"
# why = "Prints a million sequences that colour a terminal, and long lines without an end."
# then = "So much text is kept of all cells, and a page has an element for few of them."


for _ in range(20):
    print("\x1b[31ma\x1b[0m" * 50_000)
    print("x" * 500_000, flush=True)


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
