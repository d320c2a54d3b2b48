# task = "score"
# why = "Waits for ever when asked, deaf to all signals."


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
