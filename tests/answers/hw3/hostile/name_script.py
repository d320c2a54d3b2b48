# task = "score"
# family = "pages"
# why = "Has a name that is a picture with an event handler."
# then = "The name is text on every page."
# student = "%3cimg src=x onerror=alert(1)%3e%22' onload=alert(1) x='%3csvg onload=alert(1)%3e"


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
