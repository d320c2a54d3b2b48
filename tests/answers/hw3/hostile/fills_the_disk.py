# task = "score"
# family = "resources"
# why = "Writes until no room is left, in large files and in empty ones."
# then = "Only the sandbox's own scratch space is full."


import os

for folder in ("/tmp", "/dev/shm", os.path.expanduser("~"), ".", "/run", "/var/tmp", "/"):
    try:
        for number in range(64):
            with open(f"{folder}/hostile-trace-fills_the_disk-{number}", "wb") as file:
                for _ in range(1024):
                    file.write(bytes(2**20))
    except OSError:
        pass


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
