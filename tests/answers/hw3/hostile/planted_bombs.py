# task = "score"
# family = "planting"
# why = "Hands in what a small archive unpacks to: a file of 3 GB, and folders deeper than a path can say."
# then = "The grader's memory stays small, and the next submission is judged."
# plant = [
#     { kind = "bomb", name = "data.csv", mib = "3072" },
#     { kind = "bomb", name = "big.ipynb", mib = "1024" },
#     { kind = "folders", name = "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd", depth = "80" },
# ]


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
