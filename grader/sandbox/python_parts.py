"""The parts of the running Python's folders that a sandboxed Python needs, and nothing else kept there."""

import os
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from grader.sandbox.exposure import Mount, link, show

LIBRARIES = ("stdlib", "platstdlib", "purelib", "platlib")
PARTS = (  # of an installation, as python.org, pyenv, uv, conda and PyPy lay it out
    *("bin", "lib", "lib32", "lib64", "libexec", "include", "share", "etc", "ssl", "pyvenv.cfg"),
    *("lib_pypy", "lib-python", "conda-meta", "compiler_compat", "nvvm", "targets", "*-conda-linux-gnu"),
)
FEWER = (  # of one in a folder with other files, such as a virtual environment in the course's folder
    *("bin/python*", "bin/pypy*", "lib/python*", "lib/pypy*", "lib/*.so*", "lib32", "lib64", "include/python*"),
    *("share/jupyter", "etc/jupyter", "pyvenv.cfg"),
)


def python_parts(course: Path | None) -> Iterator[Mount]:
    """Return what a sandboxed Python needs of this one.

    Args:
        course: the course's folder: if it lies in one of Python's, only what certainly belongs to Python is included.
    """
    prefixes = {sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix}
    for prefix in sorted({Path(spelt) for path in prefixes for spelt in (path, os.path.realpath(path))}):
        if prefix != Path("/"):
            yield from (_mount(part, prefix) for pattern in _patterns(prefix, course) for part in prefix.glob(pattern))
    yield from (show(sysconfig.get_path(name)) for name in LIBRARIES)


def _patterns(prefix: Path, course: Path | None) -> tuple[str, ...]:
    shared = course is not None and course.is_relative_to(os.path.realpath(prefix))
    return FEWER if shared and not Path(prefix, "conda-meta").is_dir() else PARTS


def _mount(part: Path, prefix: Path) -> Mount:
    """Return the mount of a part; a link, as ``lib64`` often is, stays one if it leads to a file or to another part."""
    inside = part.resolve().is_relative_to(os.path.realpath(prefix))
    return link(part) if part.is_symlink() and (inside or not part.is_dir()) else show(part)
