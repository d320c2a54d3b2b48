# task = "score"
# family = "resources"
# why = "Asks for 30 GB in pieces and writes to each."
# then = "Only the kernel pays for it: the grader's own memory stays small."
# slow = true


kept = []
for _ in range(30):
    kept.append(np.ones(2**27))


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
