# task = "score"
# family = "pages"
# why = "Fills text cells with signs of Markdown that some renderer reads once for each that came before."
# then = "A page takes no longer for them than for other text of that length."
# cells = [
#     { cell_type = "markdown", source = "\\begin{a}", repeat = 14000 },
#     { cell_type = "markdown", source = "\\begin{a}", repeat = 2200, times = 4 },
#     { cell_type = "markdown", source = "<div>", repeat = 14400 },
#     { cell_type = "markdown", source = "[", repeat = 19900, after = "{number}", times = 4 },
#     { cell_type = "markdown", source = "![", repeat = 9900, after = "{number}", times = 4 },
#     { cell_type = "markdown", source = "|a|b\n|-|-\n", repeat = 1900, times = 4 },
#     { cell_type = "raw", source = "<b>", repeat = 100000 },
# ]


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
