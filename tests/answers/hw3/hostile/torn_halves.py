# task = "score"
# family = "resources"
# why = "Tears an answer into forty halves of 9 KB, and writes a text with 130,000 fields."
# then = "So many pieces are joined, code is parsed up to a length, and a note says so."
# cells = [
#     { cell_type = "code", source = "class AntiCorrelatedGaussian:\n    def score(self, x):\n        y = 0" },
#     { cell_type = "code", source = "        y = y + 1\n", repeat = 500, after = "        # {number}", times = 40 },
#     { cell_type = "raw", before = "x = f'", source = "{a}", repeat = 130000, after = "'" },
# ]


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
