# task = "score"
# family = "resources"
# why = "Waits for ever when asked, deaf to all signals."
# then = "Each timeout halves the submission's later time limits."
# slow = true


import signal
import time


class AntiCorrelatedGaussian:
    def score(self, x):
        for number in range(1, 65):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        while True:
            time.sleep(1)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
