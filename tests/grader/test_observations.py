"""What the sandbox notices of a submission: seen where it happens, counted, and nothing of an honest one."""

from collections import Counter
from collections.abc import Callable

import pytest

from grader import observations
from grader.errors import AnswerError, BadReply
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission
from grader.sandbox import seccomp

Start = Callable[..., StudentKernel]
REPORTS = pytest.mark.skipif(seccomp.machine() is None, reason="the system calls of this machine are not known")
HONEST = """
import socket, subprocess, threading
subprocess.run(["true"])
thread = threading.Thread(target=int)
thread.start()
thread.join()
socket.socket().close()
"""
CALLS = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
errors = []
for number, *arguments in {calls}:
    assert libc.syscall(number, *arguments) == -1
    errors.append(ctypes.get_errno())
errors
"""
SERVER = """
import gc
(server,) = [thing for thing in gc.get_objects() if type(thing).__name__ == "Server" and hasattr(thing, "_handlers")]
channel = server._channel
"""
TWICE = (
    SERVER
    + """
given = channel.send
def both(kind, content, *rest):
    given(kind, content, *rest)
    if kind == "reply":
        given(kind, content, *rest)
channel.send = both
"""
)
FORGED = (
    SERVER
    + """
given = channel.send
channel.send = lambda kind, content, *rest: given(kind, [] if kind == "reply" else content, *rest)
"""
)
PICKLED = (
    SERVER
    + """
server._handlers["ask"] = lambda request: {"ok": ["pickle", "gASVAAAAAA=="]}
"""
)


def test_nothing_is_seen_of_honest_code(start: Start) -> None:
    kernel = start()
    kernel.execute(HONEST, 20)
    assert Submission(kernel, []).eval("1 + 1") == 2
    assert observations.lines(kernel.noticed()) == ()


@REPORTS
def test_refused_calls_are_told_by_name_and_get_their_errors(start: Start) -> None:
    kernel, machine = start(), seccomp.machine()
    assert machine is not None
    calls = [(machine.refused["ptrace"], 0, 0, 0, 0)] * 3 + [(machine.socket, 40, 1, 0)]
    assert Submission(kernel, []).eval(CALLS.format(calls=calls)) == [1, 1, 1, 97]
    told = ("System call refused: ptrace (several times)", "System call refused: socket")
    assert observations.lines(kernel.noticed()) == told
    kernel.stop()
    assert observations.lines(kernel.noticed()) == told


@REPORTS
def test_calls_beyond_counting_are_refused_all_the_same(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.sandbox.seccomp_notify.MOST", 5)
    kernel, machine = start(), seccomp.machine()
    assert machine is not None
    calls = [(machine.refused["ptrace"], 0, 0, 0, 0)] * 9
    errors = Submission(kernel, []).eval(CALLS.format(calls=calls))
    assert len(errors) == 9
    assert 0 not in errors
    assert kernel.noticed()[f"{observations.REFUSED}ptrace"] == 5


@REPORTS
def test_where_refusals_cannot_be_reported_calls_are_refused_unseen(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.sandbox.seccomp.REPORT", seccomp.ERRNO | 1)  # as on kernels before 5.0, nobody is asked
    kernel, machine = start(), seccomp.machine()
    assert machine is not None
    assert Submission(kernel, []).eval(CALLS.format(calls=[(machine.refused["ptrace"], 0, 0, 0, 0)])) == [1]
    assert observations.lines(kernel.noticed()) == ()


def test_a_second_reply_to_one_question_is_seen(start: Start) -> None:
    kernel = start()
    kernel.execute(TWICE, 10)
    assert kernel.execute("x = 1", 10)["status"] == "ok"
    assert [Submission(kernel, []).eval(str(number)) for number in range(3)] == [0, 1, 2]
    assert kernel.execute("x = 1", 10)["status"] == "ok"
    assert kernel.noticed()[observations.UNASKED] >= 2


def test_a_malformed_reply_is_seen(start: Start) -> None:
    kernel = start()
    with pytest.raises(BadReply):
        kernel.execute(FORGED, 10)
    assert kernel.noticed()[observations.BAD_MESSAGE] == 1


def test_an_answer_that_is_no_plain_data_is_seen(start: Start) -> None:
    kernel = start()
    kernel.execute(PICKLED, 10)
    with pytest.raises(BadReply):
        Submission(kernel, []).eval("1")
    assert kernel.noticed()[observations.BAD_ANSWER] == 1


def test_a_kernel_that_cannot_be_interrupted_is_seen(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.kernel.connection.GRACE", 0.5)
    kernel = start()
    kernel.execute("pass", 10)
    with pytest.raises(AnswerError):
        kernel.execute("import time\nwhile True:\n    try:\n        time.sleep(9)\n    except BaseException: pass", 1)
    assert kernel.noticed()[observations.NOT_INTERRUPTED] == 1


def test_processes_beyond_the_limit_are_seen_where_there_is_a_control_group(start: Start) -> None:
    kernel = start()
    assert kernel._sandbox is not None
    if kernel._sandbox.group is None:
        pytest.skip("no control group can be made here")
    kernel.execute("import threading, time\n" + "threading.Thread(target=time.sleep, args=(5,)).start()\n" * 80, 10)
    assert kernel.noticed()[observations.NOT_STARTED] >= 1


def test_lines_are_bounded_in_number_and_length() -> None:
    found = Counter({f"fact {number}\n{'x' * 500}": number for number in range(40)})
    lines = observations.lines(found)
    assert len(lines) == observations.MOST + 1
    assert lines[-1] == "Further observations are not listed."
    assert max(map(len, lines)) < 230
    assert not any("\n" in line for line in lines)


def test_how_often_is_told_in_words_and_in_no_order_of_its_own() -> None:
    few = Counter({observations.BAD_ANSWER: 1, observations.UNASKED: 2, f"{observations.REFUSED}bpf": 1780})
    other = Counter({f"{observations.REFUSED}bpf": 10, observations.UNASKED: 9, observations.BAD_ANSWER: 1})
    assert observations.lines(few) == observations.lines(other)
    assert observations.lines(few) == (
        "Answer that is not plain data of the agreed form",
        "Reply to no open request (several times)",
        "System call refused: bpf (many times)",
    )


def test_a_student_reads_neither_names_of_calls_nor_how_often() -> None:
    link = f"{observations.LEFT_OUT}link answers (2024)"
    calls = {f"{observations.REFUSED}{name}": times for name, times in {"bpf": 1, "mount": 7, "ptrace": 99}.items()}
    told = observations.lines(Counter({**calls, observations.UNASKED: 5, link: 1}))
    assert observations.for_student(told) == (
        "Reply to no open request",
        "System call refused",
        "Left out of the submission, because it is not a regular file: link answers (2024)",
    )
    assert observations.for_student(["System call refused: bpf (1780 times)"]) == ("System call refused",)
    assert observations.for_student(["Reply to no open request (7 times)"]) == (told[0].partition(" (")[0],)


def test_what_was_left_out_hides_no_fact_of_another_kind() -> None:
    links = {f"{observations.LEFT_OUT}link {number}": 1 for number in range(50)}
    assert (
        observations.lines(Counter({**links, f"{observations.REFUSED}ptrace": 1}))[0] == "System call refused: ptrace"
    )
