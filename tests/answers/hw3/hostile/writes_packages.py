# task = "score"
# family = "writing"
# why = "Writes into the environment's packages what the next Python to start will run."
# then = "Every file of the environment is as it was."


import glob
import os
import site
import sys

hook = "import builtins\nbuiltins.hostile_was_here = True\n"
folders = {*site.getsitepackages(), site.getusersitepackages(), os.path.dirname(np.__file__), sys.prefix, *sys.path}
for folder in folders:
    for name in ("sitecustomize.py", "usercustomize.py", "hostile-trace-writes_packages.pth"):
        try:
            os.makedirs(folder, exist_ok=True)
            open(f"{folder}/{name}", "w").write(hook)
        except OSError:
            pass
for path in glob.glob(f"{os.path.dirname(np.__file__)}/version*.py") + glob.glob(f"{sys.prefix}/bin/activate*"):
    try:
        os.chmod(path, 0o666)
        open(path, "a").write(f"# hostile-trace\n")
    except OSError:
        pass


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
