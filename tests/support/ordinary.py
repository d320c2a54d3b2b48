"""Runs Python as an ordinary user, where these tests are run as root."""

import os
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from traitlets.config import Config

NOBODY = 65534
ROOT = Path(__file__).parents[2]
LENT = "GRADER_TEST_PACKAGES"  # where the packages lie that the user's own Python lacks


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


def hindrance() -> str | None:
    """Why no ordinary user can run these tests here; None if one can."""
    if os.geteuid() != 0:
        return "these tests are run by an ordinary user already"
    if interpreter() is None:
        return f"no Python {sys.version_info[0]}.{sys.version_info[1]} that other users may read"
    for path in (Path(sysconfig.get_path("purelib")), ROOT):
        if any(not part.stat().st_mode & 0o001 for part in (path, *path.parents)):
            return f"{path} lies where other users may not read"
    return None


def run(arguments: Sequence[str], seconds: float) -> subprocess.CompletedProcess[str]:
    """Run that user's Python, in a home of its own that is gone afterwards."""
    python, packages = interpreter(), sysconfig.get_path("purelib")
    assert python is not None
    home = Path("/tmp") / f"grader-user-{os.getpid()}"
    home.mkdir(mode=0o777)
    home.chmod(0o777)
    try:
        return subprocess.run(
            [python, *arguments],
            user=NOBODY,
            group=NOBODY,
            extra_groups=[],
            cwd=home,
            timeout=seconds,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(home),
                "TMPDIR": str(home),
                "PYTHONPATH": f"{packages}:{ROOT}",
                "PYTHONDONTWRITEBYTECODE": "1",
                "MPLCONFIGDIR": f"{home}/matplotlib",
                LENT: packages,
                **{name: os.environ[name] for name in ("SOAK", "OMP_NUM_THREADS") if name in os.environ},
            },
            capture_output=True,
            text=True,
        )
    finally:
        subprocess.run(["rm", "-rf", str(home)], check=True)


def give(path: Path) -> None:
    """Make a file or a folder that user's own, as root."""
    os.chown(path, NOBODY, NOBODY)


def lend(config: Config) -> None:
    """Let students' kernels see the packages that this Python was lent, if it was."""
    if packages := os.environ.get(LENT):
        config.SandboxProvisioner.readable = [packages]
        config.SandboxProvisioner.environment = {"PYTHONPATH": packages}
