"""Each layer that keeps students' code to itself, taken away: the attack that it stops then works.

The host's part in an attack is always the test's own: a listener, a process, a piece of memory, a file.
"""

import ctypes
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from grader.sandbox.bwrap import WORK
from grader.sandbox.provisioner import SandboxProvisioner
from tests.support.layers import Proves, Tries, Without

ROOT = os.geteuid() == 0
root = pytest.mark.skipif(not ROOT, reason="a layer of root's sandboxes")
ordinary = pytest.mark.skipif(ROOT, reason="a layer of ordinary users' sandboxes; test_layers_as_user.py runs it")
NEWUSER = 0x10000000
ADD_KEY = {"x86_64": 248, "aarch64": 217}.get(platform.machine(), -1)


@pytest.fixture
def data() -> Iterator[Path]:
    """A folder that everybody may write to, with a file that its owner alone may read."""
    folder = Path(tempfile.mkdtemp(prefix="grader-layers-"))
    folder.chmod(0o777)
    (folder / "plain.txt").write_text("plain")
    (folder / "plain.txt").chmod(0o644)
    (folder / "secret.txt").write_text("secret")
    (folder / "secret.txt").chmod(0o600)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def victim() -> Iterator[subprocess.Popen[bytes]]:
    """A process of the host."""
    with subprocess.Popen([sys.executable, "-c", "input()", "victim"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


def test_system_calls(proves: Proves, refused_here: Callable[[str], str]) -> None:
    attacks = {
        "keys": f"libc.syscall({ADD_KEY}, b'user', b'grader-test', b'x', ctypes.c_size_t(1), -2) > 0",
        "tracing": "in_child(lambda: libc.ptrace(0, 0, 0, 0) == 0)",
        "sockets to the machine's own host": "socket.socket(40, socket.SOCK_STREAM)",
        "sockets of the kernel's cryptography": "socket.socket(38, socket.SOCK_SEQPACKET)",
        "io_uring": "libc.syscall(425, 8, ctypes.create_string_buffer(120)) >= 0",
    }
    if ROOT:  # an ordinary user's sandbox has one more layer against these
        attacks["namespaces"] = f"in_child(lambda: libc.unshare({NEWUSER | 0x20000}) == 0)"
    known = {name: source for name, source in attacks.items() if not refused_here(source)}
    if "tracing" not in known:
        pytest.skip("this machine itself refuses even tracing")
    proves(known, lambda without: without.filter())


@ordinary
def test_user_namespaces_within_an_ordinary_user_s(proves: Proves) -> None:
    proves(
        {"namespace": f"in_child(lambda: libc.unshare({NEWUSER}) == 0)"},
        lambda without: without.filter(),
        lambda without: without.option("--disable-userns"),
    )


@root
def test_root_s_files_and_other_users(proves: Proves, data: Path) -> None:
    proves(
        {"file": "open(f'{data}/secret.txt').read() == 'secret'", "user": "in_child(lambda: not os.setuid(1000))"},
        lambda without: without.uid(),
        readable=(str(data),),
        data=str(data),
    )


@root
def test_root_s_other_powers(proves: Proves) -> None:
    before_all_others = {"nice": "in_child(lambda: not os.setpriority(os.PRIO_PROCESS, 0, -5))"}
    dropped = ("--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID")
    proves(before_all_others, lambda without: without.uid(), lambda without: without.option(*dropped))


def test_the_host_s_network_and_abstract_sockets(proves: Proves) -> None:
    with ExitStack() as opened:
        port = opened.enter_context(socket.create_server(("127.0.0.1", 0))).getsockname()[1]
        listener = opened.enter_context(socket.socket(socket.AF_UNIX))
        name = f"grader-layers-{os.getpid()}"
        listener.bind(f"\0{name}")
        listener.listen()
        attacks = {
            "loop-back": "socket.create_connection(('127.0.0.1', port), timeout=2)",
            "abstract": "not socket.socket(socket.AF_UNIX).connect(chr(0) + name)",
        }
        proves(attacks, lambda without: without.option("--unshare-net"), port=port, name=name)


def test_the_host_s_shared_memory(proves: Proves) -> None:
    libc, key = ctypes.CDLL(None), 0x67720000 + os.getpid()
    segment = libc.shmget(key, 4096, 0o1666)  # made, for everybody
    assert segment >= 0
    try:
        read = {"memory": "libc.shmget(key, 0, 0o444) >= 0"}
        proves(read, lambda without: without.option("--unshare-ipc"), key=key)
    finally:
        libc.shmctl(segment, 0, None)


def test_the_host_s_list_of_processes(proves: Proves, victim: subprocess.Popen[bytes]) -> None:
    read = {"list": "b'victim' in open(f'/proc/{pid}/cmdline', 'rb').read()"}
    proves(read, lambda without: without.processes(), pid=victim.pid)


def test_the_grader_s_processes(proves: Proves, victim: subprocess.Popen[bytes]) -> None:
    kill = {"kill": "not os.kill(pid, signal.SIGTERM)"}
    layers = [lambda without: without.processes(), lambda without: without.uid()]
    proves(kill, *layers[: 1 + ROOT], pid=victim.pid)
    assert victim.wait(timeout=10) == -15


def test_the_memory_of_the_sandbox_s_first_process(proves: Proves) -> None:
    memory = {"open": "open('/proc/1/mem', 'r+b', buffering=0)"}
    layers = [
        lambda without: without.launcher("PR_SET_DUMPABLE, 0", "PR_SET_DUMPABLE, 1"),
        lambda without: without.uid(),
    ]
    proves(memory, *layers[: 1 + ROOT])


def test_files_shown_read_only(proves: Proves, data: Path) -> None:
    write = {"write": "open(f'{data}/trace', 'w')", "change": "not os.rename(f'{data}/plain.txt', f'{data}/other')"}
    place = (str(data), str(data))
    proves(
        write,
        lambda without: without.option("--ro-bind", *place, instead=("--bind", *place)),
        readable=(str(data),),
        data=str(data),
    )
    assert sorted(path.name for path in data.iterdir()) == ["other", "secret.txt", "trace"]


def test_files_not_shown(proves: Proves, data: Path) -> None:
    proves(
        {"read": "open(f'/run/host{data}/plain.txt').read() == 'plain'"},
        lambda without: without.option("--chdir", WORK, instead=("--ro-bind", "/", "/run/host")),
        data=str(data),
    )


def test_room_in_the_sandbox_s_own_folders(proves: Proves) -> None:
    write = {"write": "open('/run/trace', 'wb').write(bytes(2**20))"}
    layers = [lambda without: without.option("--remount-ro", "/"), lambda without: without.uid()]
    proves(write, *layers[: 1 + ROOT])


def test_the_grader_s_environment(proves: Proves, monkeypatch: pytest.MonkeyPatch) -> None:
    given = SandboxProvisioner._environment
    monkeypatch.setenv("GRADER_TEST_SECRET", "token")
    read = {"read": "os.environ.get('GRADER_TEST_SECRET') == 'token'"}

    def environment(without: Without) -> None:
        without.patch.setattr(SandboxProvisioner, "_environment", lambda made: {**os.environ, **given(made)})

    proves(read, environment)


def test_the_submission_as_it_was_handed_in(tries: Tries, tmp_path: Path) -> None:
    answer = tmp_path / "handed-in" / "answer.txt"
    answer.parent.mkdir()
    answer.parent.chmod(0o777)
    answer.write_text("before")
    answer.chmod(0o666)
    write, work = {"write": "open('answer.txt', 'w').write('after')"}, ("--perms", "0777", "--dir", WORK)
    tries(write)
    assert answer.read_text() == "before"
    tries(write, lambda without: without.option(*work, instead=("--bind", str(answer.parent), WORK)))
    assert answer.read_text() == "after"


def test_what_the_submission_before_left(tries: Tries, data: Path) -> None:
    leave, find = {"leave": "open('/tmp/trace', 'w').write('x')"}, {"find": "open('/tmp/trace').read() == 'x'"}
    own = ("--perms", "1777", "--size", str(16 << 20), "--tmpfs", "/tmp")

    def shared(without: Without) -> None:
        without.option(*own, instead=("--bind", str(data), "/tmp"))

    assert [tries(leave), tries(find)] == [{"leave": "done"}, {"find": "FileNotFoundError"}]
    assert [tries(leave, shared), tries(find, shared)] == [{"leave": "done"}, {"find": "done"}]
