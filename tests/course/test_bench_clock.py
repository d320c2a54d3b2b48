"""The bench's clocks: what a command takes is counted whole, whoever took it and however it ended."""

import os
import subprocess
import sys
from pathlib import Path

import clock
from watch import Rise, Watch, peak

from grader.sandbox import bwrap

ORPHAN = """
import subprocess, sys, time
if sys.argv[1] == "parent":
    subprocess.run([sys.executable, __file__, "child"])
    time.sleep(4)
elif sys.argv[1] == "child":
    subprocess.Popen([sys.executable, __file__, "orphan"])
else:
    while time.process_time() < 0.5:
        pass
"""
TIMER = """
import pathlib, sys
import clock
here = pathlib.Path(sys.argv[1])
print(clock.run([sys.executable, str(here / "orphan.py"), "parent"], here, {}, here / "log").processor)
"""


def test_processor_time_of_orphans_counts(tmp_path: Path) -> None:
    (tmp_path / "orphan.py").write_text(ORPHAN, encoding="utf-8")
    environment = {"PYTHONPATH": str(Path(clock.__file__).parent)}
    command = [sys.executable, "-c", TIMER, str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert float(done.stdout or "nan") > 0.5, done.stderr


KILLED = """
import subprocess, sys, time
busy = [sys.executable, "-c", "while True: pass"]
space = subprocess.Popen([sys.argv[1], "--unshare-pid", "--die-with-parent", "--bind", "/", "/", "--", *busy])
time.sleep(4)
space.kill()
space.wait()
time.sleep(0.5)
"""
KILLED_TIMER = TIMER.replace('"orphan.py"), "parent"', '"killed.py"), sys.argv[2]')


def test_processor_time_of_a_killed_process_space_counts(tmp_path: Path) -> None:
    (tmp_path / "killed.py").write_text(KILLED, encoding="utf-8")
    environment = {"PYTHONPATH": str(Path(clock.__file__).parent)}
    command = [sys.executable, "-c", KILLED_TIMER, str(tmp_path), bwrap.find()]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert float(done.stdout or "nan") > 0.8, done.stderr


def test_the_peak_memory_of_a_command_is_seen() -> None:
    hold = "import time; held = bytearray(200 << 20); del held; time.sleep(2)"
    with Watch(os.getpid()) as watch, subprocess.Popen([sys.executable, "-c", hold]):
        pass
    assert 200 << 20 < peak(watch.rises, "other") < 300 << 20


def test_a_peak_is_one_of_its_role_and_of_its_time() -> None:
    rises = [Rise(1.0, "worker", 10), Rise(2.0, "main", 70), Rise(3.0, "worker", 30)]
    assert [peak(rises, "worker", until) for until in (0.5, 2.5, 3.0)] == [0, 10, 30]
    assert peak(rises, "worker") == 30
