# task = "score"
# family = "resources"
# why = "Stops its own process, so that no signal short of the last one reaches it."
# then = "A stopped kernel is a kernel that ran out of time, and is ended."
# slow = true


import os
import signal
import subprocess


class AntiCorrelatedGaussian:
    def score(self, x):
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
        subprocess.Popen(["sleep", "1000"], start_new_session=True)
        os.kill(os.getpid(), signal.SIGSTOP)
        return np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
