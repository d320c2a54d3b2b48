# task = "score"
# family = "resources"
# why = "Has every fork, and then the process that was forked, wait for ever, deaf to all signals."
# then = "A fork has its time like a question; without one there is no answer."
# slow = true


import os
import signal
import time


def wait():
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    time.sleep(1000)


os.register_at_fork(after_in_child=wait)


class AntiCorrelatedGaussian:
    def score(self, x):
        os.register_at_fork(before=wait)
        return np.zeros_like(x)


    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
