"""Each layer that keeps students' code to itself, taken away: the attack that it stops then works.

The host's part in an attack is always the test's own: a listener, a process, a piece of memory, a file.
"""

import ctypes
import dataclasses
import os
import platform
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from grader.sandbox.provisioner import SandboxProvisioner
from grader.sandbox.zygote import Kind
from tests.support.layers import Layer, Proves, Without

ROOT = os.geteuid() == 0
root = pytest.mark.skipif(not ROOT, reason="a layer of root's sandboxes")
ordinary = pytest.mark.skipif(ROOT, reason="a layer of ordinary users' sandboxes; test_layers_as_user.py runs it")
NEWUSER = 0x10000000
ADD_KEY = {"x86_64": 248, "aarch64": 217}.get(platform.machine(), -1)


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
def test_root_s_powers(proves: Proves) -> None:
    powers = {
        "nice": "in_child(lambda: not os.setpriority(os.PRIO_PROCESS, 0, -5))",
        "user": "in_child(lambda: not os.setuid(1000))",
    }
    proves(powers, lambda without: without.uid(), capabilities)


def capabilities(without: Without) -> None:
    given = "    drop_capabilities()\n    _libc.prctl(PR_SET_NO_NEW_PRIVS"
    without.inside("confinement.py", given, given.partition("\n")[2])


def both(name: str) -> list[Layer]:
    """A kernel's own namespace of some kind, and that of its warm process."""
    return [lambda without: without.namespace(name), lambda without: without.outer(f"--unshare-{name}")]


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
        proves(attacks, *both("net"), port=port, name=name)


def test_the_host_s_shared_memory(proves: Proves) -> None:
    libc, key = ctypes.CDLL(None), 0x67720000 + os.getpid()
    segment = libc.shmget(key, 4096, 0o1666)  # made, for everybody
    assert segment >= 0
    try:
        read = {"memory": "libc.shmget(key, 0, 0o444) >= 0"}
        proves(read, *both("ipc"), key=key)
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
        lambda without: without.inside("first_process.py", "PR_SET_DUMPABLE, 0", "PR_SET_DUMPABLE, 1"),
        lambda without: without.uid(),
    ]
    proves(memory, *layers[: 1 + ROOT])


def test_the_grader_s_environment(proves: Proves, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADER_TEST_SECRET", "token")
    proves({"read": "os.environ.get('GRADER_TEST_SECRET') == 'token'"}, passed_on, kept)
    proves({"read": "'GRADER_TEST_SECRET=token' in open('/proc/self/environ').read().split(chr(0))"}, passed_on)


def passed_on(without: Without) -> None:
    """A warm process with the grader's environment."""
    given = SandboxProvisioner.zygote_kind

    def kind(*args: Any) -> Kind:
        made = given(*args)
        return dataclasses.replace(made, environment=tuple({**os.environ, **dict(made.environment)}.items()))

    without.patch.setattr(SandboxProvisioner, "zygote_kind", kind)


def kept(without: Without) -> None:
    """A kernel with that of the warm process."""
    without.inside("student.py", "    os.environ.clear()\n")
