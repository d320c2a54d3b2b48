# task = "score"
# family = "writing"
# why = "Writes to every folder there is, through links as well."
# then = "No file appears outside the sandbox."


import os
import sys

name = "hostile-trace-writes_outside"
folders = ["..", "../../..", os.path.expanduser("~"), "/", "/etc", "/usr", "/tmp", "/var/tmp", "/dev", "/dev/shm", "/proc/1/cwd", "/run", "/run/zygote"]
folders += [
    "/run/handed-in",
    "/run/handed-in/..",
    "/run/fonts",
    "/root",
    "/home",
    sys.prefix,
    sys.base_prefix,
    *sys.path,
]
for number, folder in enumerate(folders):
    try:
        os.symlink(folder, f"link-{number}")
        os.symlink(f"/proc/1/root{folder}", f"/tmp/link-{number}")
    except OSError:
        pass
    for place in (folder, f"link-{number}", f"/proc/self/root{folder}"):
        try:
            open(f"{place}/{name}", "w").write("here")
        except OSError:
            pass


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
