# task = "score"
# family = "lying"
# why = "Returns numbers of a chosen size: products of them are zero or infinite, one of them hides all others."
# then = "Numbers are compared at their own scale, and a row of next to no length has no direction."


class AntiCorrelatedGaussian:
    calls = 0

    def score(self, x):
        AntiCorrelatedGaussian.calls += 1
        larger = np.abs(x) >= np.abs(x[:, ::-1])
        giant = np.where(np.arange(len(x))[:, None] == 0, 1e300, 1.0) * x
        answers = (1.6e-162 * larger, 5e-324 * np.ones_like(x), 1e200 * larger, giant, 1e-300 * larger)
        return answers[self.calls % len(answers)] if self.calls > 5 else answers[0]

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
