"""What figures are of: the machine, and the versions of what was measured on it."""

import importlib.metadata
import os
import platform
import subprocess
from pathlib import Path

NAMED = ("nbgrader", "nbclient", "jupyter_client", "ipykernel", "numpy", "torch")


def described(otter: Path | None = None) -> str:
    """Cores, processor and versions, for people; Otter's only if its program is given."""
    parts = [f"{os.cpu_count()} cores ({processor()})", f"Python {platform.python_version()}"]
    parts += [f"{name} {importlib.metadata.version(name)}" for name in NAMED]
    if otter is not None:
        ask = "import importlib.metadata as known; print(known.version('otter-grader'))"
        said = subprocess.run([otter.with_name("python"), "-c", ask], capture_output=True, text=True, check=True)
        parts.append(f"Otter-Grader {said.stdout.strip()}")
    return ", ".join(parts)


def processor() -> str:
    """The processor as it calls itself."""
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
