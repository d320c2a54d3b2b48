# task = "score"
# family = "planting"
# why = "Hands in files that bear the names of the grader's, and of modules that it imports."
# then = "None of them is run, read or believed by the grader."
# plant = [
#     { kind = "file", name = "nbgrader_config.py", text = "import os\nos.system('touch /tmp/hostile-trace-planted_lookalikes')" },
#     { kind = "file", name = "conftest.py", text = "import os\nos.system('touch /tmp/hostile-trace-planted_lookalikes')" },
#     { kind = "file", name = "sitecustomize.py", text = "import os\nos.system('touch /tmp/hostile-trace-planted_lookalikes')" },
#     { kind = "file", name = "reference.py", text = "def score(x):\n    return 0 * x" },
#     { kind = "file", name = "test_score.py", text = "def test_values():\n    pass" },
#     { kind = "file", name = "numpy.py", text = "raise SystemExit" },
#     { kind = "file", name = "json.py", text = "raise SystemExit" },
#     { kind = "file", name = "pytest.ini", text = "[pytest]\naddopts = --collect-only" },
#     { kind = "file", name = "gradebook.db", text = "10 of 10" },
#     { kind = "file", name = "hw3.json", text = "{\"score\": 10}" },
#     { kind = "file", name = "timestamp.txt", text = "<script>alert(1)</script>\n9999999999" },
#     { kind = "file", name = "setuid", text = "#!/bin/sh\nid -u", mode = "6755" },
# ]


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
