"""The bank of attacks once more as an ordinary user, where these tests are run as root."""

import os
import re
from pathlib import Path

import pytest

from tests.support import ordinary

FEW = (
    "forge_outputs",
    "reads_environment",
    "reads_processes",
    "installs_itself",
    "escape_ptrace",
    "escape_setuid",
    "outlives_the_kernel",
)
SOAK = "SOAK" in os.environ  # every attack; otherwise a few


def test_attacks_on_an_ordinary_user_gain_nothing_and_harm_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    if reason := ordinary.hindrance():
        pytest.skip(reason)
    bank = str(Path(__file__).with_name("test_hostile.py"))
    options = ["-p", "no:cacheprovider", "-q", "-c", str(ordinary.ROOT / "pyproject.toml")]
    chosen = ["-k", "an_attack_gains_nothing"] if SOAK else ["-k", " or ".join(f"[{name}-0]" for name in FEW)]
    monkeypatch.setenv("SOAK", "1")  # without it the few would be chosen from fewer
    done = ordinary.run(["-m", "pytest", *options, *chosen, bank], seconds=3600 if SOAK else 300)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[:6000]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed, done.stdout
    assert int(passed[1]) >= (50 if SOAK else len(FEW))
