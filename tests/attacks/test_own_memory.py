"""The grader's own memory while it judges attacks, in its short form; SOAK=1 has it judge the whole bank."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOAK = "SOAK" in os.environ
COSTLY = ["right/score_inverse", "hostile/endless_message", "hostile/forge_garbage", "hostile/prints_1_gb"]


def test_judging_attacks_takes_less_than_500_mb() -> None:
    command = [
        sys.executable,
        str(ROOT / "tests" / "soak" / "own_memory.py"),
        *([] if SOAK else ["--answers", *COSTLY]),
    ]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=7200 if SOAK else 600)
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["judged"] >= (60 if SOAK else len(COSTLY))
    assert said["peak_mb"] < 500
    assert said["loaded"] == []
