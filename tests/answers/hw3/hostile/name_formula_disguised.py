# task = "score"
# family = "spreadsheets"
# why = "Has a name that becomes a formula once a spreadsheet has split, trimmed or converted it."
# then = "No cell of the table starts one."
# student = "%09%22,=1+1;@SUM(1)%0d%0a=cmd|'calc'!A0"


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
