"""One attack before one grader: runs the grader on a course, then looks at what became of it; prints JSON.

Runs as the first process of its box, where no signal from inside reaches it. Its one argument is JSON: `start`, the
folder of the course; `place`, where to work on a copy; `command`; `times`; `seconds`; `packages`; `home`; `token`.
"""

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

ROOMS = ("source", "release", "tests", "submitted")
HOOKS = ("sitecustomize.py", "usercustomize.py")
MARK = "hostile-trace"
SCORES = """SELECT student.id, auto_score, manual_score, extra_credit FROM grade
JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id
JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id
JOIN student ON submitted_assignment.student_id = student.id"""


def serve():
    """The machine's other services, as far as an attack might look for them: a listener, and one that answers."""
    listener, answering = socket.socket(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for one, port in ((listener, 8888), (answering, 5353)):
        try:
            one.bind(("127.0.0.1", port))
        except OSError:  # somebody is there
            one.bind(("127.0.0.1", 0))
    listener.listen()
    while True:
        message, sender = answering.recvfrom(512)
        answering.sendto(message, sender)


def run(order, course):
    """Run the grader as often as ordered; whether it came to its end each time."""
    ended = True
    for _ in range(order["times"]):
        with open(f"{order['home']}/log", "ab") as log:
            grader = subprocess.Popen(order["command"], cwd=course, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
            try:
                ended = grader.wait(order["seconds"]) == 0 and ended
            except subprocess.TimeoutExpired:
                grader.kill()
                grader.wait()
                ended = False
    return ended


def scores(course):
    """What the gradebook says of each student: automatic, manual and extra points; None if it cannot be read."""
    if not Path(course, "gradebook.db").exists():
        return {path.parent.name: [_sum(path), None, None] for path in Path(course).glob("results/*/results.json")}
    try:
        with sqlite3.connect(f"file:{course}/gradebook.db?mode=ro", uri=True, timeout=10) as gradebook:
            return {student: points for student, *points in gradebook.execute(SCORES)}
    except sqlite3.Error:
        return None


def _sum(path):
    """The points in a result file of Otter's; None if it cannot be read."""
    try:
        return sum(float(test.get("score", 0)) for test in json.loads(path.read_text())["tests"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def fingerprints(course, packages):
    """Digests of the files that grading has no business to change."""
    paths = [path for room in ROOMS for path in Path(course, room).rglob("*")]
    paths += [Path(course, "nbgrader_config.py"), *(Path(packages, name) for name in HOOKS)]
    paths += [*Path(packages, "numpy").glob("version*.py")]
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
        if path.is_file() and path.suffix != ".pyc"
    }


def traces(order, course):
    """Files outside the submission's own folder, and processes, that bear the bank's mark."""
    own = Path(course, "autograded", "attacker")
    roots = [
        Path(course),
        Path(order["home"]),
        Path("/tmp"),
        Path("/var/tmp"),
        Path("/dev/shm"),
        Path(order["packages"]),
    ]
    found = [path for root in roots for path in root.glob(f"{MARK}*")]
    found += [path for path in Path(course).rglob(f"{MARK}*") if own not in path.parents]
    found += [Path(path) for path in (f"{order['home']}/.bashrc", f"{order['home']}/.profile") if Path(path).exists()]
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            of_a_box = os.getpid() != 1 and "-box-" in process.with_name("cgroup").read_text()
            if MARK.encode() in process.read_bytes() and not of_a_box:
                found.append(process)
        except OSError:
            continue
    return sorted({str(path) for path in found})


def has_read(order, course):
    """Whether a line of the hidden tests shows in the attacker's outputs, or in a file the attack wrote."""
    token = order["token"]
    try:
        cells = json.loads(Path(course, "autograded", "attacker", "hw3", "hw3.ipynb").read_text())["cells"]
        return token in json.dumps([cell.get("outputs") for cell in cells])
    except (OSError, ValueError, KeyError):
        return False


def main(order):
    """Do what the order says, and print what came of it."""
    course = f"{order['place']}/course"
    os.makedirs(order["home"], exist_ok=True)
    shutil.copytree(order["start"], course)
    before, kept = scores(course), fingerprints(course, order["packages"])
    threading.Thread(target=serve, daemon=True).start()
    started = time.monotonic()
    ended = run(order, course)
    took = time.monotonic() - started
    time.sleep(0.5)  # what was to happen after the end has happened
    after, now = scores(course), fingerprints(course, order["packages"])
    changed = [path for path in {*kept, *now} if kept.get(path) != now.get(path)]
    said = {
        "ended": ended,
        "seconds": round(took, 1),
        "scores": after,
        "before": before,
        "read": has_read(order, course),
        "changed": sorted(changed)[:5],
        "traces": traces(order, course)[:5],
        "log": Path(order["home"], "log").read_text(errors="replace")[-1500:],
    }
    print(json.dumps(said), flush=True)


main(json.loads(sys.argv[1]))
