# task = "score"
# family = "pages"
# why = "Chooses how its code is coloured, by magics, fences and metadata, and writes what that lexer is slow at."
# then = "Code is coloured as Python, so much of it, whatever a cell says."
# cells = [
#     { cell_type = "raw", before = "%%perl\n", source = "m{", repeat = 10000 },
#     { cell_type = "markdown", before = "```perl\n", source = "m{", repeat = 9000 },
#     { cell_type = "code", before = "x = [\n", source = "%%html <a ", repeat = 2000, after = "]", times = 20 },
#     { cell_type = "code", before = "%%script true\n", source = "m{", repeat = 10000, metadata = { magics_language = "perl" } },
#     { cell_type = "code", before = "%%perl\n", source = "qw(", repeat = 7000 },
# ]


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
