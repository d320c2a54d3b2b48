"""The core of the sandbox once more as an ordinary user, where these tests are run as root."""

import json
import sysconfig

import pytest

from tests.support import ordinary

pytestmark = pytest.mark.kernel

# What the ordinary user's grader does: it starts a kernel, asks it questions, and prints the answers.
GRADER = """
import json, os, sys, tempfile
from traitlets.config import Config
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission

packages, asked = sys.argv[1:]
config = Config()
config.SandboxProvisioner.update({"memory_mib": 512, "disk_mib": 16, "address_space_mib": 4096})
config.SandboxProvisioner.readable = [packages]
config.SandboxProvisioner.environment = {"PYTHONPATH": packages}
with tempfile.TemporaryDirectory() as folder:
    with StudentKernel(folder, config, 60) as kernel:
        process = kernel._sandbox.process.pid
        answers = [Submission(kernel, []).eval(source) for source in json.loads(asked)]
print(json.dumps({"uid": os.geteuid(), "answers": answers, "left": os.path.exists(f"/proc/{process}")}))
"""
QUESTIONS = {
    "status": "open('/proc/self/status').read()",
    "processes": "import os\nnumbers = [int(name) for name in os.listdir('/proc') if name.isdigit()]\n"
    "told = {number: open(f'/proc/{number}/stat').read().rpartition(')')[2].split() for number in numbers}\n"
    "parents, kernel = {number: int(parent) for number, (_, parent, *_) in told.items()}, os.getppid()\n"
    "[parents.pop(1), parents.pop(kernel), os.getpid() in parents, {*parents.values()} == {kernel}]",
    "interfaces": "import socket\n[name for _, name in socket.if_nameindex()]",
    "namespaces": "import ctypes\nlibc = ctypes.CDLL(None)\n[libc.unshare(0x10000000), libc.unshare(0x20000)]",
    "vsock": "import ctypes\nctypes.CDLL(None).socket(40, 1, 0)",
    "course": "import os\n[path for path in ('/etc/passwd', '/tmp/grader') if os.path.exists(path)]",
    "write": "import os\n[path for path in ('/', '/usr', '/run', '/run/handed-in') if os.access(path, os.W_OK)]",
    "home": "import os, sys\nfound = ['/tmp/' + name for name in os.listdir('/tmp')]\n"
    "found = [path for path in found if not any(f'{entry}/'.startswith(f'{path}/') for entry in sys.path)]\n"
    "[os.path.expanduser('~'), os.getcwd(), found]",
    "shm": "import os\nsize = os.statvfs('/dev/shm')\nsize.f_blocks * size.f_frsize",
    "numpy": "import numpy\nfloat(numpy.arange(3.0)[1:].sum())",
}


@pytest.fixture(scope="module")
def told() -> dict[str, object]:
    """What a kernel that an ordinary user started says, by the names of the questions."""
    if reason := ordinary.hindrance():
        pytest.skip(reason)
    packages = sysconfig.get_path("purelib")
    done = ordinary.run(["-c", GRADER, packages, json.dumps(list(QUESTIONS.values()))], seconds=120)
    assert done.returncode == 0, done.stderr[-3000:]
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["uid"] == ordinary.NOBODY
    return {**dict(zip(QUESTIONS, said["answers"], strict=True)), "left": said["left"]}


def test_an_ordinary_user_s_students_have_no_privileges(told: dict[str, object]) -> None:
    status = dict(line.split(":\t", 1) for line in str(told["status"]).splitlines())
    assert status["Uid"].split() == ["1000"] * 4
    for name in ("CapPrm", "CapEff", "CapAmb", "CapBnd"):
        assert int(status[name], 16) == 0
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")
    assert told["namespaces"] == [-1, -1]


def test_an_ordinary_user_s_students_are_alone_and_without_a_network(told: dict[str, object]) -> None:
    assert told["processes"] == [0, 0, True, True]  # the first process, the kernel, and forks of it
    assert told["interfaces"] == ["lo"]
    assert told["vsock"] == -1


def test_an_ordinary_user_s_students_see_and_write_only_their_own(told: dict[str, object]) -> None:
    assert told["course"] == []
    assert told["write"] == []
    assert told["home"] == ["/home/student", "/home/student/submission", []]
    assert told["shm"] == 16 << 20


def test_an_ordinary_user_s_kernel_works_and_leaves_nothing(told: dict[str, object]) -> None:
    assert told["numpy"] == 3.0
    assert told["left"] is False
