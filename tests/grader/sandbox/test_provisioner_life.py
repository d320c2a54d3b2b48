"""How a sandboxed kernel starts from what was handed in, and that nothing is left of it at the end."""

import os
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from traitlets.config import Config

from grader.errors import KernelLost, SandboxError
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission
from grader.sandbox import cgroup
from tests.support.layers import Without

pytestmark = pytest.mark.kernel

PITFALLS = (
    "random",
    "torch",
    "numpy",
    "ipykernel_launcher",
    "sitecustomize",
    "usercustomize",
    "IPython",
    "json",
    "zmq",
)


def processes(mark: str) -> list[str]:
    """Processes of this machine that have a word among their arguments."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark.encode() in path.read_bytes():
                found.append(str(path))
        except OSError:  # it has ended
            continue
    return found


def test_files_of_the_submission_that_bear_names_of_packages_do_not_break_the_start(
    start: Callable[..., StudentKernel], tmp_path: Path
) -> None:
    for name in PITFALLS:
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the student\\'s own')\n")
    kernel = start()
    assert Submission(kernel, []).eval("import os\nlen(os.listdir())") == len(PITFALLS)


def test_only_plain_files_and_folders_are_copied_in(start: Callable[..., StudentKernel], tmp_path: Path) -> None:
    secret = tmp_path.parent / "secret.txt"
    secret.write_text("hidden")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "plain.txt").write_text("seen")
    (tmp_path / "link.txt").symlink_to(secret)
    (tmp_path / "folder").symlink_to(tmp_path.parent)
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        inside = Submission(start(), [])
    seen = "import os\nsorted(os.path.join(folder, name) for folder, _, files in os.walk('.') for name in files)"
    assert inside.eval(seen) == ["./data/plain.txt"]
    assert inside.eval("open('data/plain.txt').read()") == "seen"
    assert inside.eval("import os\nos.path.exists(path)", path=str(secret)) is False


def test_folders_within_folders_do_not_break_the_start(start: Callable[..., StudentKernel], tmp_path: Path) -> None:
    deep = str(tmp_path)
    for _ in range(1100):
        deep += "/d"
        os.mkdir(deep)
    try:
        assert Submission(start(), []).eval("1") == 1
    finally:
        while deep != str(tmp_path):
            os.rmdir(deep)
            deep = os.path.dirname(deep)


def test_what_it_writes_into_its_folder_is_not_written_outside(
    start: Callable[..., StudentKernel], tmp_path: Path
) -> None:
    (tmp_path / "data.txt").write_text("before")
    inside = Submission(start(), [])
    inside.eval("open('data.txt', 'w').write('after') + open('more.txt', 'w').write('more')")
    assert inside.eval("open('data.txt').read()") == "after"
    assert (tmp_path / "data.txt").read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["data.txt"]


def test_nothing_is_left_of_a_kernel_that_was_stopped(tmp_path: Path, small_limits: Config) -> None:
    kernel = StudentKernel(str(tmp_path), small_limits)
    with kernel:
        descriptors = set(os.listdir("/proc/self/fd"))  # those of the warm process are among them
    kernel.start()
    sandbox = kernel._sandbox
    assert sandbox is not None
    mark = f"left-behind-{os.getpid()}"
    Submission(kernel, []).eval(
        "import subprocess, sys\n[subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(1000)', mark], "
        "start_new_session=True) for _ in range(3)] and 0",
        mark=mark,
    )
    assert len(processes(mark)) == 3
    pid, group = sandbox.process.pid, sandbox.group
    kernel.stop()
    assert not processes(mark)
    assert not Path("/proc", str(pid)).exists()
    assert len(os.listdir("/proc/self/fd")) < len(descriptors)
    if group is not None:
        assert not [folder for folder in group.folders if folder.exists()]


def test_nothing_is_left_of_a_kernel_without_a_sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    with StudentKernel(str(tmp_path), Config(SandboxProvisioner={"enabled": False}), 60) as kernel:
        assert Submission(kernel, []).eval("1 + 1") == 2
        assert list(scratch.iterdir())
    assert list(scratch.iterdir()) == []


def test_a_kernel_that_does_not_start_leaves_nothing_either(
    tmp_path: Path, small_limits: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    Without(monkeypatch).inside("student.py", "    reseed()\n", "    raise OSError('broken')\n")
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    with pytest.raises(SandboxError, match=r"did not start.*broken"):
        StudentKernel(str(tmp_path), small_limits).start()
    assert list(scratch.iterdir()) == []
    assert not list(cgroup.ROOT.glob(f"*/{cgroup.PREFIX}{os.getpid()}-*"))


def test_all_processes_together_have_a_limit_of_memory(start: Callable[..., StudentKernel]) -> None:
    kernel = start()
    assert kernel._sandbox is not None
    if kernel._sandbox.group is None:
        pytest.skip("no control group can be made here; the limit of each process is tested in test_provisioner.py")
    with pytest.raises(KernelLost, match="more memory"):
        Submission(kernel, []).eval("import os, time\nbytearray(2 << 30) and 1")


def test_two_kernels_at_once_have_groups_of_their_own(start: Callable[..., StudentKernel], groups: bool) -> None:
    sandboxes = [kernel._sandbox for kernel in (start(), start(), start())]
    found = {sandbox.group for sandbox in sandboxes if sandbox is not None}
    assert len(found) == 3 if groups else found == {None}
