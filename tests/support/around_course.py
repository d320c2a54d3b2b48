"""A program: makes an environment of Python in a course's folder, starts a sandbox from it, says what is seen there.

Its arguments: the course, a folder of packages that the environment lacks, and layers to take away: `parts`, `masks`.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SEEN = """
import os
[os.path.relpath(os.path.join(folder, name), root) for folder, _, names in os.walk(root) for name in names
 if os.access(os.path.join(folder, name), os.R_OK)]
"""
LENT = "lent.pth"


def make(root: Path, packages: str) -> Path:
    """The environment's program; an environment that is there already is used again."""
    if not (root / "pyvenv.cfg").exists():
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(root)], check=True)
        (library,) = (root / "lib").glob("python*/site-packages")
        (library / LENT).write_text(f"{packages}\n")
    return root / "bin" / "python"


def look(root: Path, packages: str, taken: list[str]) -> dict[str, object]:
    """What a sandbox that was started by this Python shows of the course."""
    from grader.course import Course
    from grader.kernel.student_kernel import StudentKernel
    from grader.kernel.submission import Submission
    from grader.sandbox import bwrap, exposure, python_parts

    config = Course(root).config
    config.SandboxProvisioner.update({"readable": [packages], "memory_mib": 512, "disk_mib": 16})
    parts, mounts = python_parts.python_parts, exposure.mounts
    if "parts" in taken:
        setattr(bwrap, "python_parts", lambda course: [*parts(course), exposure.show(sys.prefix)])  # noqa: B010
    if "masks" in taken:
        setattr(exposure, "mounts", lambda shown, hidden: mounts(shown, ()))  # noqa: B010
    with tempfile.TemporaryDirectory() as folder, StudentKernel(folder, config, 60) as kernel:
        inside = Submission(kernel, [])
        found = [inside.eval("import sys\nsys.prefix"), inside.eval(SEEN, root=str(root))]
    return {"uid": os.geteuid(), "ours": sys.prefix, "prefix": found[0], "seen": found[1]}


if __name__ == "__main__":
    course, lent, *layers = sys.argv[1:]
    if sys.prefix != course:
        os.execv(make(Path(course), lent), [str(Path(course, "bin", "python")), __file__, *sys.argv[1:]])
    print(json.dumps(look(Path(course), lent, layers)))
