# task = "score"
# family = "persistence"
# why = "Leaves processes, threads and handlers that work on after the kernel."
# then = "Nothing of it runs on."


import atexit
import os
import subprocess
import sys

subprocess.Popen(
    [sys.executable, "-c", "import time; time.sleep(1000)", "hostile-trace-stays_behind"], start_new_session=True
)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(1000)", "hostile-trace-stays_behind"])
    os._exit(0)
atexit.register(open, "/tmp/hostile-trace-stays_behind", "w")


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
