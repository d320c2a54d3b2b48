"""The student's shell: an error is shown without a look at every module, which would copy a page for each in a fork."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
FAILING = """
import asyncio, re, sys, types
from grader.inside.line_kernel import LineKernel
from grader.inside.warming import ease_forks

looked, shown = [], []

class Watched(types.ModuleType):
    def __getattr__(self, name):
        looked.append(name)
        raise AttributeError(name)

line = LineKernel()
line.rehearse()
import fileinput  # as an assignment's own are: after the rehearsal
ease_forks()
line.owns = lambda: True
line.send = lambda kind, content: shown.append((kind, content))
sys.modules["watched"] = Watched("watched")
loop = asyncio.new_event_loop()
line.execute("import json\\n\\ndef f():\\n    json.loads('{')\\n\\nf()", 1, loop)
error = next(content for kind, content in shown if kind == "error")
text = re.sub("\\x1b\\[[0-9;]*m", "", "".join(error["traceback"]))
assert "line 6" in text and "line 4, in f" in text and "decoder.py" in text, text
line.execute("import fileinput\\nfileinput.lineno()", 2, loop)
assert "no active input" in shown[-1][1]["evalue"], shown[-1]
assert "__file__" not in looked, looked
"""


def test_a_traceback_looks_for_no_file_in_all_modules() -> None:
    done = subprocess.run([sys.executable, "-c", FAILING], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
