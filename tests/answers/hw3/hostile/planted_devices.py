# task = "score"
# family = "planting"
# why = "Hands in what never ends when it is read: a pipe, a socket, a device."
# seen = "Left out of the submission, because it is not a regular file: named pipe"
# then = "Nothing waits for them, and the next submission is judged."
# plant = [
#     { kind = "pipe", name = "pipe" },
#     { kind = "pipe", name = "timestamp.txt" },
#     { kind = "pipe", name = "more.ipynb" },
#     { kind = "socket", name = "socket" },
#     { kind = "device", name = "zero" },
#     { kind = "device", name = "zero.ipynb" },
# ]


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
