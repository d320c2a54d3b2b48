# task = "score"
# family = "planting"
# why = "Hands in files whose names hold line breaks, separators, control characters, wildcards, or are no text."
# then = "They stay in the folder, and the log and the pages stay whole."
# plant = [
#     { kind = "file", name = "a%0aStudent: 10 of 10%0d%0a", text = "x" },
#     { kind = "file", name = "..%5c..%5c..%5cgradebook.db", text = "10 of 10" },
#     { kind = "file", name = "..%252f..%252fgradebook.db", text = "10 of 10" },
#     { kind = "file", name = "%ef%bc%8f..%ef%bc%8fgradebook.db", text = "10 of 10" },
#     { kind = "file", name = "%ff%fe", text = "x" },
#     { kind = "file", name = "%1b[2J%1b]0;owned%07", text = "x" },
#     { kind = "file", name = "-rf *", text = "x" },
#     { kind = "file", name = "[!a]*?{student_id}%25s", text = "x" },
#     { kind = "file", name = "%3cimg src=x onerror=alert(1)%3e.ipynb", text = "{}" },
#     { kind = "file", name = "(hw3).ipynb", text = "<script>alert(1)</script>" },
# ]


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
