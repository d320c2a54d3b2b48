"""Makes one trial: a grader grades an attack, and what has become of its course is looked at afterwards.

`run` starts this file as a script, in a box unless told otherwise, where it is the first process, which no signal from
inside reaches. As a script it needs the standard library alone. Its one argument is JSON: `start`, a course; `place`,
where to work on a copy; `home`; `command`; `times` and `seconds` to run it; `packages`, a folder; `token`.
"""

import contextlib
import hashlib
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

Order = dict[str, Any]
MEMORY = 4 << 30  # bytes, the same as a submission may have with this grader
PROCESSES = 512
SCRATCH = 512 << 20  # bytes of each folder that may be written
HIDDEN = ("/home", "/root", "/srv", "/mnt", "/media")  # what is no part of the trial
WRITABLE = ("/tmp", "/var/tmp", "/dev/shm")
BOX = "/tmp/box"
ROOMS = ("source", "release", "tests", "submitted")
HOOKS = ("sitecustomize.py", "usercustomize.py", "numpy/version*.py")
MARK = "hostile-trace"
SCORES = """SELECT student.id, auto_score, manual_score, extra_credit FROM grade
JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id
JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id
JOIN student ON submitted_assignment.student_id = student.id"""


def run(order: Order, prefix: str, boxed: bool) -> str:
    """Make a trial; the JSON that it printed, or nothing if it did not end in time.

    Args:
        order: the script's argument, without what is filled in here: `place`, `home` and `packages`.
        prefix: the Python environment of the grader, which the attack may write to in the box.
        boxed: whether the trial needs a box, as one of a grader without a sandbox does.

    Raises:
        RuntimeError: no control group can be made, and nothing would hold attacks that take all memory.
    """
    from bench import command
    from grader.sandbox import cgroup

    start, place = (f"{BOX}/start", BOX) if boxed else (order["start"], str(Path(order["start"]).parent))
    packages = str(next(Path(prefix).glob("lib/python3*/site-packages")))
    inside = {**order, "start": start, "place": place, "home": f"{place}/home", "packages": packages}
    line = [sys.executable, "-I", "-S", f"{BOX}/trial.py" if boxed else __file__, json.dumps(inside)]
    group = cgroup.make(f"{cgroup.PREFIX}{os.getpid()}-box-{time.monotonic_ns()}", MEMORY, PROCESSES) if boxed else None
    if boxed and group is None:
        raise RuntimeError("The box needs a control group, and none can be made here. Run this as root.")
    process = subprocess.Popen(
        [*_box(order["start"], prefix), *line] if boxed else line,
        env=command.environment(HOME=inside["home"], GRADER_CANARY="a secret"),
        preexec_fn=(lambda: group.add(os.getpid())) if group else None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        text=True,
    )
    try:
        return process.communicate(timeout=order["seconds"] * order["times"] + 60)[0]
    except subprocess.TimeoutExpired:
        process.kill()
        return process.communicate()[0]
    finally:
        if group:
            group.remove()


def _box(start: str, prefix: str) -> list[str]:
    """Make the command of a box, in which a stock grader finds all that it would outside, and harms nothing.

    The system can be read; the course, the home, the folders for temporary files and the grader's Python environment
    can be written, on layers that go with the box; there is the loop-back network and no other. There are no
    privileges. Of what this machine's users keep, only the trial is there.
    """
    from grader.sandbox import bwrap

    options = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    for folder in filter(os.path.isdir, HIDDEN):
        options += ["--tmpfs", folder]
    if not sys.base_prefix.startswith("/usr"):
        options += ["--ro-bind", sys.base_prefix, sys.base_prefix]
    for folder in (*WRITABLE, BOX):
        options += ["--size", str(SCRATCH), "--tmpfs", folder]
    options += ["--ro-bind", sys.prefix, sys.prefix, "--overlay-src", prefix, "--tmp-overlay", prefix]
    options += ["--ro-bind", start, f"{BOX}/start", "--ro-bind", __file__, f"{BOX}/trial.py", "--chdir", BOX]
    options += ["--as-pid-1", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--"]
    return [bwrap.find(), *bwrap.NAMESPACES, *options]


def _serve() -> None:
    """Be the machine's other services, for attacks that look for them: one listens, and one answers."""
    listener, answering = socket.socket(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for one, port in ((listener, 8888), (answering, 5353)):
        with contextlib.suppress(OSError):  # somebody is there
            one.bind(("127.0.0.1", port))
    listener.listen()
    while True:
        message, sender = answering.recvfrom(512)
        answering.sendto(message, sender)


def _scores(course: Path) -> dict[str, Any] | None:
    """Read each student's automatic, manual and extra points; None if the gradebook cannot be read."""
    try:
        if (course / "gradebook.db").exists():
            with sqlite3.connect(f"file:{course}/gradebook.db?mode=ro", uri=True, timeout=10) as gradebook:
                return {student: points for student, *points in gradebook.execute(SCORES)}
    except sqlite3.Error:
        return None
    return {path.parent.name: [_otter_points(path), None, None] for path in course.glob("results/*/results.json")}


def _otter_points(path: Path) -> float | None:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):  # an attack may have written it
        return sum(float(test.get("score", 0)) for test in json.loads(path.read_text())["tests"])
    return None


def _fingerprints(course: Path, packages: Path) -> dict[str, str]:
    """Take digests of the files that grading has no business to change."""
    paths = [path for room in ROOMS for path in (course / room).rglob("*")]
    paths += [course / "nbgrader_config.py", *(path for name in HOOKS for path in packages.glob(name))]
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
        if path.is_file() and path.suffix != ".pyc"
    }


def _traces(course: Path, home: Path, packages: Path) -> list[str]:
    """Find files outside the submission's own folder, and processes, that bear the mark of the attack bank."""
    own = course / "autograded" / "attacker"
    found = [path for root in (home, packages, *map(Path, WRITABLE)) for path in root.glob(f"{MARK}*")]
    found += [path for path in course.rglob(f"{MARK}*") if own not in path.parents]
    found += [path for path in (home / ".bashrc", home / ".profile") if path.exists()]
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):  # it has ended
            of_a_box = os.getpid() != 1 and "-box-" in process.with_name("cgroup").read_text()
            if MARK.encode() in process.read_bytes() and not of_a_box:
                found.append(process)
    return sorted({str(path) for path in found})


def _has_read(course: Path, token: str) -> bool:
    """Tell whether a line of the hidden tests shows in the attacker's outputs."""
    with contextlib.suppress(OSError, ValueError, KeyError):
        cells = json.loads((course / "autograded" / "attacker" / "hw3" / "hw3.ipynb").read_text())["cells"]
        return token in json.dumps([cell.get("outputs") for cell in cells])
    return False


def main(order: Order) -> None:
    """Do what the order says, and print what came of it."""
    course, home, packages = Path(order["place"], "course"), Path(order["home"]), Path(order["packages"])
    home.mkdir(exist_ok=True)
    shutil.copytree(order["start"], course)
    before, kept = _scores(course), _fingerprints(course, packages)
    threading.Thread(target=_serve, daemon=True).start()
    for _ in range(order["times"]):
        with (home / "log").open("ab") as log, contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(order["command"], cwd=course, stdout=log, stderr=log, timeout=order["seconds"])
    time.sleep(0.5)  # what was to happen after the end has happened
    now = _fingerprints(course, packages)
    found = {
        "scores": _scores(course),
        "before": before,
        "read": _has_read(course, order["token"]),
        "changed": sorted(path for path in {*kept, *now} if kept.get(path) != now.get(path))[:5],
        "traces": _traces(course, home, packages)[:5],
        "log": (home / "log").read_text(errors="replace")[-1500:],
    }
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
