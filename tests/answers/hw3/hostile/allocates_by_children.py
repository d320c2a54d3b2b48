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
