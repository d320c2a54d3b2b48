"""Runs Python as an ordinary user, where these tests are run as root."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

NOBODY = 65534
ROOT = Path(__file__).parents[2]
PACKAGES = sysconfig.get_path("purelib")


def interpreter() -> str | None:
    """A Python of this version that everybody may read."""
    fits = f"import sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    for path in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}", "/usr/bin/python3"):
        try:
            done = subprocess.run([path, "-c", fits], user=NOBODY, group=NOBODY, extra_groups=[], capture_output=True)
        except OSError:
            continue
        if done.returncode == 0:
            return path
    return None


def run(*arguments: str, seconds: float) -> "subprocess.CompletedProcess[str]":
    """Run Python with some arguments, in a home of its own; the test is skipped where that cannot be."""
    if os.geteuid() != 0:
        pytest.skip("these tests are run by an ordinary user already")
    python = interpreter()
    if python is None:
        pytest.skip(f"no Python {sys.version_info[0]}.{sys.version_info[1]} that other users may read")
    if not os.access(PACKAGES, os.R_OK) or any(not part.stat().st_mode & 0o001 for part in Path(PACKAGES).parents):
        pytest.skip("the installed packages lie where other users may not read")
    home = Path("/tmp") / f"grader-user-{os.getpid()}"
    home.mkdir(mode=0o777)
    home.chmod(0o777)
    try:
        return subprocess.run(
            [python, *arguments],
            **{"user": NOBODY, "group": NOBODY, "extra_groups": [], "cwd": home, "timeout": seconds},
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(home),
                "TMPDIR": str(home),
                "PYTHONPATH": f"{PACKAGES}:{ROOT}",
                "MPLCONFIGDIR": f"{home}/matplotlib",
            },
            capture_output=True,
            text=True,
        )
    finally:
        shutil.rmtree(home)
