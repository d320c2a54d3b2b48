"""Attacks on the line between a kernel and the grader: what is sent too early, too late, by others, or without end."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from grader import observations
from grader.errors import AnswerError, KernelLost
from grader.inside.agent import encode
from grader.kernel.question import compiled
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission
from tests.attacks.test_layers_of_the_line import LINE

Start = Callable[..., StudentKernel]
DAEMON = """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        {does}
    os._exit(0)
os.wait()
os._exit(3)
"""
FORGED = 'frame(json.dumps(["reply", {"ok": ["int", "0x2a"], **%s}]).encode())'


@pytest.mark.parametrize(
    "does",
    [
        "time.sleep(1000)",
        'while True: frame(b\'["stream",{"name":"stdout","text":"x"}]\')',
        "while True: frame(b'[]'[:1])",
        "while True: frame(b'[\"ready\",{}]')",
        "put(struct.pack('>I', 1000)); time.sleep(1000)",
    ],
)
def test_a_kernel_that_ends_is_missed_though_a_daemon_holds_its_line(start: Start, does: str) -> None:
    kernel = start()
    began = time.monotonic()
    with pytest.raises(AnswerError):
        kernel.execute(f"{LINE}{DAEMON.format(does=does)}", 30)
    assert time.monotonic() - began < 10
    assert not kernel.alive
    assert Submission(kernel, []).eval("1 + 1") == 2


@pytest.mark.parametrize("kind", ["ready", "failed", "order", "fork", "warm", "execute", "ask", "x"])
def test_messages_that_are_no_replies_answer_nothing(start: Start, kind: str) -> None:
    kernel = start()
    sent = f"frame(json.dumps([{kind!r}, {{'ok': ['int', '0x2a']}}]).encode())\n" * 3
    assert kernel.execute(f"{LINE}{sent}", 10)["status"] == "ok"
    later = f"{LINE}threading.Timer(0.2, lambda: frame(json.dumps([{kind!r}, {{}}]).encode())).start()"
    assert kernel.execute(later, 10)["status"] == "ok"
    time.sleep(0.4)
    inside = Submission(kernel, [])
    assert [inside.eval("1 + 1"), inside.eval("2 + 2")] == [2, 4]


def test_an_end_of_the_line_is_the_end_of_the_kernel(start: Start) -> None:
    for close in ("os.close(line)", "os.dup2(0, line)", "__import__('socket').socket(fileno=line).shutdown(2)"):
        kernel = start()
        with pytest.raises(KernelLost):
            kernel.execute(f"{LINE}{close}", 10)
        assert not kernel.alive


def test_a_kernel_that_does_not_read_is_ended(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.kernel.connection.GRACE", 1.0)
    stops = "import os, signal, threading\nthreading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGSTOP)).start()"
    large = {**compiled("len(x)"), "inputs": encode({"x": "x" * (4 << 20)}), "seed": None, "asks": []}
    for asked in (start(), start().fork()):
        assert asked.request("execute", stops, 10)["status"] == "ok"
        time.sleep(0.5)
        with pytest.raises(AnswerError):
            asked.request("ask", large, 1.0)
        assert not asked.alive


def test_a_kernel_that_does_not_fork_is_replaced(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.kernel.student_kernel.FORKING", 1.0)
    for stops in ("os.kill(os.getpid(), signal.SIGSTOP)", "os.fork = lambda: time.sleep(1000)"):
        kernel = start()
        later = f"import os, signal, threading, time\nthreading.Timer(0.2, lambda: exec({stops!r})).start()"
        assert kernel.execute(later, 10)["status"] == "ok"
        time.sleep(0.5)
        assert kernel._sandbox is not None
        before = kernel._sandbox.process.pid
        assert Submission(kernel, []).eval("len(x)", x="x" * (4 << 20)) == 4 << 20
        assert not Path("/proc", str(before)).exists()


def test_forged_replies_are_wrong_answers_at_most(start: Start) -> None:
    kernel = start()
    inside = Submission(kernel, [], seconds=5.0)
    for number in ({}, {"number": None}, {"number": 0}, {"number": 9}, {"number": "1"}):  # replies to nothing
        assert kernel.execute(f"{LINE}x = 7\n{FORGED % number}", 10)["status"] == "ok"
    assert kernel.seen[observations.UNASKED] == 5
    assert kernel.execute(f"{LINE}{FORGED % {'number': 6}}", 10) == {"ok": ["int", "0x2a"]}
    assert inside.eval("x") == 7  # what the kernel replies to the same is one too many
    assert kernel.execute("1", 10)["status"] == "ok"
    asked = f"exec({f'{LINE}{FORGED}' % {'number': 2}!r}) or 1"
    assert inside.eval(asked) == 42
    assert [Submission(kernel, []).eval("x"), inside.eval("x")] == [7, 7]
