"""A box that keeps an attack on a stock grader from this machine, and leaves it all that a stock run would."""

import contextlib
import itertools
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from grader.sandbox import bwrap, cgroup

MEMORY = 4 << 30  # bytes, the same as a submission may have with us
PROCESSES = 512
SCRATCH = 512 << 20  # bytes of each folder that may be written
HIDDEN = ("/home", "/root", "/srv", "/work", "/mnt", "/media")  # where this machine keeps what is no part of the trial
WRITABLE = ("/tmp", "/var/tmp", "/dev/shm", "/tmp/box")
_numbers = itertools.count()


def command(start: Path, environment: str, inside: Sequence[str]) -> list[str]:
    """How bubblewrap runs a command as the first process of a box.

    In it the system can be read; the course, the home, the folders for temporary files and the grader's Python
    environment can be written, on layers that go with the box; there is the loop-back network and no other. It has no
    privileges, as an instructor has none. Of what this machine's users keep, only the trial is there.
    """
    options = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    for folder in filter(os.path.isdir, HIDDEN):
        options += ["--tmpfs", folder]
    if not sys.base_prefix.startswith("/usr"):
        options += ["--ro-bind", sys.base_prefix, sys.base_prefix]
    for folder in WRITABLE:
        options += ["--size", str(SCRATCH), "--tmpfs", folder]
    options += ["--ro-bind", sys.prefix, sys.prefix, "--overlay-src", environment, "--tmp-overlay", environment]
    options += ["--ro-bind", str(start), "/tmp/box/start"]
    options += ["--ro-bind", str(Path(__file__).with_name("trial.py")), "/tmp/box/trial.py"]
    options += ["--chdir", "/tmp/box", "--as-pid-1", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    return [bwrap.find(), *bwrap.NAMESPACES, *options, "--", *inside]


def environment(home: str) -> dict[str, str]:
    """What an instructor's environment holds, with a secret in it."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return {"PATH": path, "HOME": home, "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "GRADER_CANARY": "a secret"}


@contextlib.contextmanager
def group() -> Iterator[cgroup.Cgroup]:
    """A control group for one box.

    Raises:
        click.ClickException: none can be made, and nothing would hold the attacks that take all memory.
    """
    made = cgroup.make(f"{cgroup.PREFIX}{os.getpid()}-box-{next(_numbers)}", MEMORY, PROCESSES)
    if made is None:
        raise click.ClickException("the box needs a control group, and none can be made here. Run this as root.")
    try:
        yield made
    finally:
        made.remove()


def run(arguments: list[str], home: str, held: cgroup.Cgroup | None, seconds: float) -> str:
    """What a command printed, empty where it printed nothing in time."""
    join = (lambda: held.add(os.getpid())) if held else None
    process = subprocess.Popen(
        arguments,
        env=environment(home),
        preexec_fn=join,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        text=True,
    )
    try:
        return process.communicate(timeout=seconds)[0]
    except subprocess.TimeoutExpired:
        process.kill()
        return process.communicate()[0]
