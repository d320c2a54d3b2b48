"""Attacks from a kernel on the warm process that it was forked from, on its keeper, and on other kernels."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission
from grader.sandbox import zygote
from grader.sandbox.warmth import Warmth
from grader.sandbox.zygote import Zygote
from tests.support.layers import ATTACKER
from tests.support.other_grader import parent

Start = Callable[..., StudentKernel]
BOMB = """
import os, signal, threading, time
def bomb():
    while True:
        try:
            if os.fork() == 0:
                time.sleep(1000)
        except OSError:
            time.sleep(0.01)
threading.Thread(target=bomb, daemon=True).start()
time.sleep(1)
"""
FULL = """
import os
for folder in ("/tmp", "/dev/shm", "/home/student"):
    number = 0
    try:
        while True:
            with open(f"{folder}/{number}", "wb") as file:
                number += 1
                file.write(bytes(1 << 20))
    except OSError:
        pass
"""
SHARED = "[line for line in open('/proc/self/maps') if 's' in line.split()[1] and 'w' in line.split()[1]]"


def warm() -> int:
    """The process that the last kernel was forked from."""
    return int([*zygote._kept.values()][-1].found["pid"])


def ask(kernel: StudentKernel, source: str, **inputs: Any) -> Any:
    return Submission(kernel, []).eval(f"{ATTACKER}\n{source}", **inputs)


def process(kernel: StudentKernel) -> int:
    assert kernel._sandbox is not None
    return kernel._sandbox.process.pid


@pytest.mark.parametrize(
    "attack",
    [
        "not os.kill(pid, signal.SIGCONT)",
        "not os.killpg(pid, signal.SIGCONT)",
        "os.pidfd_open(pid) if hasattr(os, 'pidfd_open') else exec('raise OSError')",
        "libc.ptrace(16, pid, 0, 0) == 0",
        "libc.process_vm_readv(pid, None, 0, None, 0, 0) == 0",
        "open(f'/proc/{pid}/mem', 'rb')",
        "open(f'/proc/{pid}/maps').read()",
        "os.open(f'/proc/{pid}/ns/mnt', os.O_RDONLY)",
        "os.listdir(f'/proc/{pid}/fd')",
        "os.listdir(f'/proc/{pid}/root')",
        "os.listdir(f'/proc/{keeper()}/fd')",
    ],
)
def test_the_warm_process_its_keeper_and_other_kernels_are_out_of_reach(inside: Submission, attack: str) -> None:
    ours = process(inside.kernel)
    with StudentKernel("/nowhere", inside.kernel.config, 60) as other:
        for pid in (warm(), int(parent(Path("/proc", str(ours))).name), process(other)):
            assert inside.eval(f"{ATTACKER}\nattempt(lambda: {attack})", pid=pid) != "done"


def test_no_descriptor_leads_to_another_process_than_the_grader(inside: Submission) -> None:
    places = "[os.path.realpath(f'/proc/self/fd/{number}').split('/')[-1] for number in range(1024)"
    found = ask(inside.kernel, f"{places} if os.path.lexists(f'/proc/self/fd/{{number}}')]")
    kinds = sorted(place.partition(":")[0].partition(" ")[0] for place in found)
    assert kinds.count("socket") == 1, kinds
    assert not {"pipe", "memfd", "mnt"} & {*kinds}
    peers = "[socket.socket(fileno=os.dup(number)).getpeername() for number in range(3, 64) if attempt(lambda: "
    assert ask(inside.kernel, f"{peers}socket.socket(fileno=os.dup(number))) == 'done']") == [""]


def test_what_a_kernel_starts_has_no_descriptors_of_it(inside: Submission) -> None:
    listed = "subprocess.run(['ls', '/proc/self/fd'], capture_output=True, text=True, close_fds=False).stdout.split()"
    assert ask(inside.kernel, listed) == ["0", "1", "2", "3"]  # the last one lists


def test_no_way_leads_back(inside: Submission) -> None:
    for name in ("mnt", "pid", "net", "ipc", "uts", "cgroup", "user"):
        enter = f"libc.setns(os.open('/proc/self/ns/{name}', os.O_RDONLY), 0) == 0"
        assert ask(inside.kernel, f"attempt(lambda: {enter})") != "done"


def test_nobody_can_send_as_another_process(inside: Submission) -> None:
    send = "pair[0].sendmsg([b'x'], [(socket.SOL_SOCKET, 2, struct.pack('3i', pid, uid, gid))])"
    told = f"import struct\npair = socket.socketpair()\nuid, gid = os.getuid(), os.getgid()\nattempt(lambda: {send})"
    assert inside.eval(f"{ATTACKER}\npid = os.getpid()\n{told}") == "done"
    assert inside.eval(f"{ATTACKER}\npid = 1\n{told}") == "PermissionError"
    assert inside.eval(f"{ATTACKER}\npid = os.getpid()\n{told.replace('os.getuid()', '0')}") in (
        "PermissionError",
        "OSError",
    )


def test_no_memory_is_shared(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    imports = ("import numpy", "import torch", "import matplotlib.pyplot")
    monkeypatch.setattr(Warmth, "of", lambda folder: Warmth(imports, train=True, draw=True))
    first, second = start(), start()
    assert ask(first, SHARED) == []
    change = "import builtins, numpy\nbuiltins.max, numpy.pi = (lambda *it: 7), 3\n"
    assert first.execute(f"{change}assert (max(1, 2), numpy.pi) == (7, 3)", 10)["status"] == "ok"
    assert ask(first, "import builtins, numpy\n[builtins.max(1, 2), numpy.pi]") == [7, 3]
    for kernel in (second, start()):
        assert ask(kernel, "import numpy\n[max(1, 2), numpy.pi > 3.1]") == [2, True]


def test_signals_to_everybody_reach_no_other_kernel(start: Start) -> None:
    other, hostile = start(), start()
    before = warm()
    alone = f"{ATTACKER}\nassert attempt(lambda: os.kill(-1, signal.SIGKILL)) in ('refused', 'ProcessLookupError')"
    assert hostile.execute(alone, 10)["status"] == "ok"
    with pytest.raises(Exception, match="ended its own kernel"):
        ask(hostile, "os.kill(-1, signal.SIGKILL)\ntime.sleep(30)")  # the kernel whose fork this is ends as well
    hostile.start()
    with pytest.raises(Exception, match="ended its own kernel"):
        hostile.execute("import os, signal\nos.killpg(0, signal.SIGKILL)", 10)
    assert ask(other, "1 + 1") == 2
    assert ask(start(), "1 + 1") == 2
    assert warm() == before


def test_others_start_while_a_fork_bomb_goes_off(start: Start) -> None:
    hostile = start()
    assert hostile.execute(BOMB, 30)["status"] == "ok"
    before = warm()
    assert ask(start(), "1 + 1") == 2
    assert ask(start(), "in_child(lambda: True)") is True
    assert warm() == before
    hostile.stop()


def test_a_kernel_without_room_or_descriptors_still_answers_or_is_lost(start: Start) -> None:
    kernel = start()
    assert kernel.execute(FULL, 30)["status"] == "ok"
    assert kernel.execute("import os\nprint('a')\ntry:\n    os.write(1, b'x' * 10_000)\nfinally:\n    1", 10)
    assert ask(kernel, "1 + 1") == 2
    replace = "import os\nfor number in range(3):\n    os.dup2(os.open('/dev/zero', os.O_RDWR), number)"
    assert kernel.execute(replace, 10)["status"] == "ok"
    assert ask(kernel, "1 + 1") == 2
    with pytest.raises(Exception, match="ended its own kernel"):
        kernel.execute("import os\nos.closerange(3, 64)", 10)
    assert ask(kernel, "1 + 1") == 2  # in another one


def test_a_warm_process_that_was_killed_is_started_anew_and_its_kernels_live_on(start: Start) -> None:
    kernel = start()
    before = warm()
    os.kill(before, signal.SIGKILL)
    assert ask(start(), "1 + 1") == 2
    assert warm() != before
    assert ask(kernel, "1 + 1") == 2
    kernel.stop()
    assert not Path("/proc", str(before), "exe").exists()


@pytest.mark.parametrize("stopped", [True, False])
def test_nor_is_a_start_lost_during_which_it_is_killed(
    start: Start, stopped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, killed = Zygote.order, list[int]()

    def kills(asked: Zygote, *args: Any) -> None:
        pid = int(asked.found["pid"])
        if not killed and stopped:
            os.kill(pid, signal.SIGSTOP)
        order(asked, *args)
        if not killed:
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)

    start().stop()
    monkeypatch.setattr(Zygote, "order", kills)
    assert ask(start(), "1 + 1") == 2
    assert ask(start(), "1 + 1") == 2
    assert warm() not in killed
