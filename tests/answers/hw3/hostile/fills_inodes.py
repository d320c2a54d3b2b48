# task = "score"
# family = "resources"
# why = "Makes empty files and folders within folders until no more can be made."
# then = "Only the sandbox's own scratch space is full, and it is gone with the sandbox."


import os
import time

end = time.monotonic() + 3
for folder in ("/tmp", "/dev/shm", os.path.expanduser("~"), ".", "/run"):
    try:
        number = 0
        while time.monotonic() < end:
            os.close(os.open(f"{folder}/hostile-trace-fills_inodes-{number}", os.O_CREAT | os.O_WRONLY))
            number += 1
    except OSError:
        pass
try:
    for _ in range(3000):
        os.mkdir("x" * 200)
        os.chdir("x" * 200)
except OSError:
    pass


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
