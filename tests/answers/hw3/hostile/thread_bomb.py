# task = "score"
# family = "resources"
# why = "Starts threads until none can be started."
# then = "Threads count as processes, and the limit holds."


import threading
import time

try:
    while True:
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
except RuntimeError:
    pass


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
