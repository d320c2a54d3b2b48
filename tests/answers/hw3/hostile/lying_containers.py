# task = "score"
# family = "lying"
# why = "Returns lists and dictionaries without an end, that hold themselves, or that change while they are read."
# then = "The answer ends at its depth, its size or its time limit."
# slow = true


import itertools


class Endless(list):
    def __iter__(self):
        return itertools.repeat(0.0)

    def __len__(self):
        return 2


class Keys(dict):
    def items(self):
        for number in itertools.count():
            yield f"{'k' * 1000}{number}", number


class Number(float):
    def hex(self):
        return "0x1p+0"

    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


class AntiCorrelatedGaussian:
    calls = 0

    def score(self, x):
        AntiCorrelatedGaussian.calls += 1
        itself = []
        itself.append(itself)
        return (itself, Number(0), Endless(), {"\ud800": itself}, Keys())[self.calls % 5]

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
