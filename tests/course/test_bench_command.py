"""What a command takes is measured whole, whoever took it and however it ended."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench import command
from grader.sandbox import bwrap

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
ORPHAN = """
import pathlib, subprocess, sys, time
done = pathlib.Path(__file__).with_name("done")
if sys.argv[1] == "parent":
    subprocess.run([sys.executable, __file__, "child"])
    while not done.exists():
        time.sleep(0.1)
elif sys.argv[1] == "child":
    subprocess.Popen([sys.executable, __file__, "orphan"])
else:
    while time.process_time() < 1:
        pass
    done.touch()
"""
KILLED = """
import pathlib, subprocess, sys, time
done = pathlib.Path(__file__).with_name("done")
count = f"import pathlib, time\\nwhile True: time.process_time() < 1 or pathlib.Path({str(done)!r}).touch()"
busy = [sys.executable, "-c", count]
space = subprocess.Popen([sys.argv[1], "--unshare-pid", "--die-with-parent", "--bind", "/", "/", "--", *busy])
while not done.exists():
    time.sleep(0.1)
time.sleep(0.5)
space.kill()
space.wait()
time.sleep(0.5)
"""
TIMER = """
import pathlib, sys
from bench import command
here = pathlib.Path(sys.argv[1])
print(command.run([sys.executable, here / "script.py", sys.argv[2]], here, here / "log").processor)
"""
HOLD = "import time; held = bytearray(200 << 20); del held; time.sleep(2)"


def measured(script: str, folder: Path, *arguments: str) -> float:
    """Processor seconds of a script, measured by a process that has no other children."""
    (folder / "script.py").write_text(script, encoding="utf-8")
    line = [sys.executable, "-c", TIMER, str(folder), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=120)
    return float(done.stdout or "nan")


def test_processor_time_of_orphans_counts(tmp_path: Path) -> None:
    assert 1 < measured(ORPHAN, tmp_path, "parent") < 1.6


def test_processor_time_of_a_killed_process_space_counts(tmp_path: Path) -> None:
    assert measured(KILLED, tmp_path, bwrap.find()) > 0.8


def test_the_peak_memory_of_a_process_is_seen() -> None:
    rises: list[command.Rise] = []
    with subprocess.Popen([sys.executable, "-c", HOLD]) as process:
        while process.poll() is None:
            command._look({}, rises)
            time.sleep(command.INTERVAL)
    assert 200 << 20 < command.peak(rises, "other") < 300 << 20


def test_a_peak_is_one_of_its_role_and_of_its_time() -> None:
    rises = [(1.0, "worker", 10), (2.0, "main", 70), (3.0, "worker", 30)]
    assert [command.peak(rises, "worker", until) for until in (0.5, 2.5, 3.0)] == [0, 10, 30]
    assert command.peak(rises, "worker") == 30
