# task = "score"
# family = "pages"
# why = "Repeats the course's own text with a picture two thousand times."
# then = "A page holds the picture once."
# cells = [{ cell_type = "markdown", copy_of = "gradient-map-example", times = 2000 }]


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
