# task = "score"
# family = "planting"
# why = "Hands in links to the hidden tests, the master, the gradebook and the grader's own folders."
# seen = "Left out of the submission, because it is not a regular file: link"
# then = "What the links point to is neither copied, nor read, nor written."
# plant = [
#     { kind = "link", name = "reference.py", target = "../../../tests/hw3/reference.py" },
#     { kind = "link", name = "up", target = "../../.." },
#     { kind = "link", name = "root", target = "/" },
#     { kind = "link", name = "results.db", target = "../../../gradebook.db" },
#     { kind = "link", name = "round", target = "round" },
#     { kind = "link", name = "nowhere", target = "../../../hostile-trace-planted_links" },
#     { kind = "link", name = "timestamp.txt", target = "/etc/shadow" },
#     { kind = "link", name = ".ipynb_checkpoints", target = "../../../source" },
# ]


import glob
import os

oracle = {}
for path in ("reference.py", "up/tests/hw3/reference.py", *glob.glob("/run/handed-in/**/reference.py", recursive=True)):
    try:
        exec(open(path).read(), oracle)
    except OSError:
        pass
for path in ("results.db", "up/gradebook.db", "nowhere", "timestamp.txt", "up/hostile-trace-planted_links"):
    try:
        open(path, "w").write("10 of 10")
    except OSError:
        pass


class AntiCorrelatedGaussian:
    def score(self, x):
        return oracle["score"](x) if "score" in oracle else np.zeros_like(x)
