# task = "score"
# family = "resources"
# why = "Returns arrays of gigabytes, lists of millions, text without end."
# then = "What is too large is refused before it is unpacked."
# slow = true


class AntiCorrelatedGaussian:
    calls = 0

    def score(self, x):
        AntiCorrelatedGaussian.calls += 1
        deep = []
        for _ in range(100_000):
            deep = [deep]
        answers = (np.broadcast_to(0.0, (10**6, 10**5)), [0] * 10**6, "x" * 10**8, deep, {"x": 10**5000})
        return answers[self.calls % len(answers)]

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
