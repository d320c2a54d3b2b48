# task = "score"
# family = "resources"
# why = "Has children that each take as much memory as one process may."
# then = "All processes of a submission are held to one limit together, where a control group may be made."
# slow = true


import os
import time

for _ in range(40):
    if os.fork() == 0:
        kept = np.ones(2**26)
        time.sleep(1000)
time.sleep(2)


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
