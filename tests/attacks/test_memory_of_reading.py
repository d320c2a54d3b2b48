"""The memory of reading, repairing and showing a submission, in short; SOAK=1 has it look at all attacks on that."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOAK = "SOAK" in os.environ
COSTLY = ["page_of_everything", "planted_zip_of_an_attachment"]


def test_reading_and_showing_an_attack_takes_less_than_500_mb() -> None:
    script = str(ROOT / "tests" / "soak" / "memory_of_reading.py")
    command = [sys.executable, script, *([] if SOAK else COSTLY)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=1800 if SOAK else 300)
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(said) >= (20 if SOAK else len(COSTLY))
    assert max(each["peak_mb"] for each in said) < 500
