# task = "score"
# family = "lying"
# why = "Returns what passes a careless comparison: NaN, nothing, infinity, shapes that broadcast."
# then = "Shape and finiteness are checked before anything is compared."


class AntiCorrelatedGaussian:
    calls = 0

    def score(self, x):
        AntiCorrelatedGaussian.calls += 1
        answers = (np.nan * x, np.empty((0, 2)), np.inf * x, np.zeros((1, 2)), 0.0, np.ma.masked_all(x.shape))
        return answers[self.calls % len(answers)]

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
