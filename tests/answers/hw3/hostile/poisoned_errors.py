# task = "score"
# family = "pages"
# why = "Raises errors whose name, text and attributes are scripts, control characters, or run code."
# then = "The error is shown as text, cut and without control characters."


class Poison(Exception):
    def __str__(self):
        return "<script>alert(1)</script>\x1b]0;owned\x07\x1b[2J\ud800\u202e=HYPERLINK(1)" * 1000


Poison.__name__ = Poison.__qualname__ = "<img src=x onerror=alert(1)>\ud800"


class AntiCorrelatedGaussian:
    def score(self, x):
        raise Poison

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)


print("\ud800 <script>alert(1)</script>")
raise Poison
