# task = "score"
# family = "lying"
# why = "Returns what claims to be an array by every protocol there is, with memory that is not its own."
# then = "The answer is refused, or the kernel dies of it; the grader reads no memory by a student's pointer."


class Claims:
    def __init__(self, x):
        self.asked = 0

    @property
    def __array_interface__(self):
        return {"shape": (64, 2), "typestr": "<f8", "data": (16, True), "version": 3}

    def __array__(self, dtype=None, copy=None):
        self.asked += 1
        return np.zeros((64, 2)) if self.asked % 2 else np.empty((2**40, 0))

    def __dlpack__(self, **kwargs):
        return 0

    def __dlpack_device__(self):
        return (1, 0)

    def __len__(self):
        return 2**62


class Tensor(Claims):
    def detach(self):
        return self

    cpu = detach

    def numpy(self):
        record = np.zeros(64, dtype=[("x", "<f8"), ("y", "<f8")])
        return (np.empty((64, 2), dtype=object), record, np.array(["1"] * 64), np.zeros((64, 2), dtype=">c16"))[
            np.random.randint(4)
        ]


class AntiCorrelatedGaussian:
    def score(self, x):
        return Claims(x) if len(x) == 64 else Tensor(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
