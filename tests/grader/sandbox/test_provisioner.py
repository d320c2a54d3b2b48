"""What students' code can see and do from inside a sandbox: looked at from there."""

import os
import sys
from pathlib import Path

import pytest

from grader.course import Course
from grader.kernel.submission import Submission
from grader.process.allocation import KEEPS_FREED

pytestmark = pytest.mark.kernel

ATTEMPT = """
def attempt(do):
    try:
        do()
    except (OSError, TypeError) as error:
        return type(error).__name__
    return "done"
"""


@pytest.mark.parametrize(
    ("family", "address"),
    [
        ("socket.AF_INET", "('1.1.1.1', 53)"),
        ("socket.AF_INET6", "('2606:4700:4700::1111', 53, 0, 0)"),
        ("40", "(2, 22)"),  # the host of a virtual machine: no network namespace confines this family
        ("17", "('lo', 0)"),
        ("38", "('hash', 'sha256')"),
    ],
)
def test_no_network_can_be_reached(inside: Submission, family: str, address: str) -> None:
    for kind in ("STREAM", "DGRAM"):
        reach = (
            f"{ATTEMPT}import socket\nattempt(lambda: socket.socket({family}, socket.SOCK_{kind}).connect({address}))"
        )
        assert inside.eval(reach) == "OSError"


def test_only_the_loop_back_interface_is_there(inside: Submission) -> None:
    assert inside.eval("import socket\n[name for _, name in socket.if_nameindex()]") == ["lo"]


def test_the_host_s_abstract_sockets_cannot_be_reached(inside: Submission) -> None:
    import socket

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"\0grader-test-{os.getpid()}")
        listener.listen()
        reach = "attempt(lambda: socket.socket(socket.AF_UNIX).connect(chr(0) + name))"
        name = f"grader-test-{os.getpid()}"
        assert inside.eval(f"{ATTEMPT}import socket\n{reach}", name=name) == "ConnectionRefusedError"


@pytest.mark.parametrize("folder", ["/", "/usr", "/usr/lib", "/etc", "/dev", "/run"])
def test_the_system_cannot_be_written(inside: Submission, folder: str) -> None:
    write = f"{ATTEMPT}attempt(lambda: open(folder + '/trace', 'w'))"
    assert inside.eval(write, folder=folder) in ("OSError", "PermissionError")


def test_the_packages_cannot_be_written(inside: Submission) -> None:
    write = f"{ATTEMPT}import numpy\nattempt(lambda: open(numpy.__file__, 'a'))"
    assert inside.eval(write) in ("OSError", "PermissionError")


def test_neither_the_course_nor_home_nor_the_host_s_scratch_space_is_there(
    inside: Submission, course: Course, tmp_path: Path
) -> None:
    canary = Path.home() / f".grader-sandbox-{os.getpid()}"
    places = [course.root / "tests", course.root / "source", course.root / "gradebook.db", course.root / "grader"]
    canary.write_text("secret")
    try:
        hidden = [canary, tmp_path, Path("/etc/passwd"), Path("/etc/shadow"), Path("/sys"), Path("/var"), Path("/boot")]
        seen = inside.eval(
            "import os\n[path for path in paths if os.path.exists(path)]", paths=[str(p) for p in places + hidden]
        )
    finally:
        canary.unlink()
    assert seen == []
    python = [
        Path(path).parts for path in (sys.prefix, os.path.realpath(sys.prefix), os.path.realpath(sys.base_prefix))
    ]
    way = {parts[1:3] for parts in python}  # a Python below /tmp or /home shows the folder that it is in
    assert {("tmp", name) for name in inside.eval("import os\nos.listdir('/tmp')")} <= way
    assert {("home", name) for name in inside.eval("import os\nos.listdir('/home')")} <= {*way, ("home", "student")}


def test_the_folders_above_the_packages_hold_nothing_else(inside: Submission, course: Course) -> None:
    seen = inside.eval("import os\nos.listdir(root) if os.path.exists(root) else []", root=str(course.root))
    assert set(seen) <= {".venv"}


def test_no_process_s_surroundings_hold_a_secret(inside: Submission) -> None:
    # The grader's own environment surely holds PYTEST_CURRENT_TEST while this runs.
    assert os.environ["PYTEST_CURRENT_TEST"]
    read = """
import glob
texts = []
for path in glob.glob("/proc/[0-9]*/environ"):
    try:
        texts.append(open(path, "rb").read().decode())
    except OSError:
        pass
"\\0".join(texts)
"""
    names = {entry.partition("=")[0] for entry in inside.eval(read).split("\0") if entry}
    allowed = {"HOME", "USER", "PATH", "LANG", "MPLCONFIGDIR", "IPYTHONDIR", "OMP_NUM_THREADS", *KEEPS_FREED}
    allowed |= {"PYTHONDONTWRITEBYTECODE", "JPY_PARENT_PID", "JPY_SESSION_NAME", "PWD", "MPLBACKEND"}
    assert names <= allowed | {"TORCHDYNAMO_DISABLE"}
    assert "HOME" in names


def test_only_its_own_processes_are_there(inside: Submission) -> None:
    count = """
import os, time
until = time.monotonic() + 5  # the process that laid the files out may just be ending, the next fork be made
while (count := len([name for name in os.listdir("/proc") if name.isdigit()])) != 4 and time.monotonic() < until:
    time.sleep(0.02)
count
"""
    assert inside.eval(count) == 4  # the first process, the kernel, its fork that answers, and the next one's
    assert inside.kernel.execute("import os\nassert os.getppid() == 0", 10)["status"] == "ok"  # no list has the keeper


def test_it_has_no_privileges(inside: Submission) -> None:
    status = dict(line.split(":\t", 1) for line in inside.eval("open('/proc/self/status').read()").splitlines())
    assert "0" not in status["Uid"].split()
    assert "0" not in status["Gid"].split()
    assert status["Groups"].split() in ([], ["65534"])
    for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        assert int(status[name], 16) == 0
    assert status["NoNewPrivs"] == "1"
    assert status["Seccomp"] == "2"


@pytest.mark.parametrize("flags", [0x10000000, 0x10020000, 0x00020000, 0x20000000, 0x40000000])
def test_it_cannot_make_namespaces(inside: Submission, flags: int) -> None:
    unshare = "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n[libc.unshare(flags), ctypes.get_errno()]"
    assert inside.eval(unshare, flags=flags) == [-1, 1]


def test_it_cannot_make_a_user_namespace_with_a_child_either(inside: Submission) -> None:
    clone = "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n[libc.syscall(56, 0x10000011, 0, 0, 0, 0)]"
    if os.uname().machine == "x86_64":
        assert inside.eval(clone) == [-1]


@pytest.mark.parametrize("folder", ["/tmp", "/dev/shm", "/home/student"])
def test_scratch_space_is_limited(inside: Submission, folder: str) -> None:
    size = "import os\nsize = os.statvfs(folder)\nsize.f_blocks * size.f_frsize"
    assert inside.eval(size, folder=folder) == 16 << 20


def test_a_file_is_limited(inside: Submission) -> None:
    write = "import os, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nfile = open('/tmp/large', 'wb')\n"
    write += ATTEMPT + "answer = attempt(lambda: os.posix_fallocate(file.fileno(), 0, 9 << 20))\n"
    assert inside.eval(write + "os.unlink('/tmp/large')\nfile.close()\nanswer") == "OSError"


def test_open_files_are_limited(inside: Submission) -> None:
    assert inside.eval("import resource\nlist(resource.getrlimit(resource.RLIMIT_NOFILE))") == [1024, 1024]


def test_processes_are_limited(inside: Submission) -> None:
    fork = """
import os, time, signal
pids = []
try:
    while len(pids) < 200:
        pid = os.fork()
        if pid == 0:
            time.sleep(100)
            os._exit(0)
        pids.append(pid)
except OSError:
    pass
for pid in pids:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
len(pids)
"""
    assert 0 < inside.eval(fork) < 64


def test_a_process_s_memory_is_limited(inside: Submission) -> None:
    ask = "import numpy\ntry:\n    numpy.empty(5 << 30, dtype='u1')\n    answer = 'given'\n"
    ask += "except MemoryError:\n    answer = 'refused'\n"
    assert inside.eval(ask + "answer") == "refused"


def test_home_is_not_the_submission(inside: Submission) -> None:
    home, here = inside.eval("import os\n[os.path.expanduser('~'), os.getcwd()]")
    assert home == "/home/student"
    assert here == "/home/student/submission"
