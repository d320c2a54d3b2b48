"""A student's kernel is asked, interrupted, ended, and never waited for longer than allowed."""

import time
import zlib
from collections.abc import Callable
from contextlib import suppress

import pytest

from grader import observations
from grader.errors import BadReply, KernelLost, OutOfTime
from grader.interrupt import blocked
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission
from grader.kernel.time_budget import MIN_LIMIT_SCALE
from grader.sandbox.bounded_line import MAX_MESSAGE

pytestmark = pytest.mark.kernel


@pytest.fixture(autouse=True)
def _little_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.kernel.connection.GRACE", 1.0)


@pytest.fixture
def kernel(start: Callable[..., StudentKernel]) -> StudentKernel:
    return start()


def test_code_that_does_not_end_is_interrupted_and_the_kernel_goes_on(kernel: StudentKernel) -> None:
    kernel.execute("x = 5", 5)
    with pytest.raises(OutOfTime, match="did not finish in time"):
        kernel.execute("while True: pass", 1)
    assert kernel.alive
    assert kernel.execute("assert x == 5", 5)["status"] == "ok"


def test_code_that_ignores_the_interrupt_costs_the_kernel(kernel: StudentKernel) -> None:
    started = time.monotonic()
    with pytest.raises(OutOfTime):
        kernel.execute("import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass", 1)
    assert time.monotonic() - started < 6
    assert not kernel.alive
    with pytest.raises(KernelLost):
        kernel.execute("1", 5)


@pytest.mark.parametrize(
    "code", ["import os; os._exit(0)", "import os; os.kill(os.getpid(), 9)", "import ctypes; ctypes.string_at(0)"]
)
def test_code_that_ends_its_kernel_is_noticed_at_once(kernel: StudentKernel, code: str) -> None:
    started = time.monotonic()
    with pytest.raises(KernelLost, match="ended its own kernel"):
        kernel.execute(code, 20)
    assert time.monotonic() - started < 8
    assert not kernel.alive


def test_it_can_be_started_again(kernel: StudentKernel) -> None:
    with pytest.raises(KernelLost):
        kernel.execute("import os; os._exit(0)", 5)
    kernel.start()
    assert kernel.execute("1", 5)["status"] == "ok"


def test_a_kernel_is_interrupted_also_where_the_grader_s_processes_are_not(start: Callable[..., StudentKernel]) -> None:
    with blocked():  # as Dask's workers are started
        kernel = start()
    with pytest.raises(OutOfTime):
        kernel.execute("while True: pass", 1)
    assert kernel.alive


def test_each_timeout_halves_later_time_limits_down_to_a_minimum(kernel: StudentKernel) -> None:
    assert kernel.scaled(8) == 8
    with pytest.raises(OutOfTime):
        kernel.execute("while True: pass", 0.5)
    assert kernel.scaled(8) == 4
    for _ in range(10):
        kernel.reduce_limits()
    assert kernel.scaled(8) == 8 * MIN_LIMIT_SCALE
    assert kernel.remaining(8) == 8


def test_cells_that_ended_in_time_once_have_their_whole_time_when_they_run_again(
    kernel: StudentKernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, float] = {}
    monkeypatch.setattr(kernel, "start", lambda: None)
    monkeypatch.setattr(kernel, "run", lambda code, seconds, **how: given.update({code: seconds}))
    kernel.reduce_limits()
    submission = Submission(kernel, ["import torch", "while True: pass"], cell_seconds=90)
    submission.timed_out.add("while True: pass")
    submission.replay()
    assert given["import torch"] == 90
    assert given["while True: pass"] == 45


def test_nothing_runs_past_the_submission_s_deadline(kernel: StudentKernel) -> None:
    kernel.deadline = time.monotonic() + 1
    with pytest.raises(OutOfTime):
        kernel.execute("import time; time.sleep(30)", 20)
    assert time.monotonic() - kernel.deadline < 4
    assert kernel.spent
    assert kernel.remaining(20) == 0


def test_without_any_time_left_nothing_is_asked_and_nothing_ended(kernel: StudentKernel) -> None:
    kernel.deadline = time.monotonic()
    with pytest.raises(OutOfTime):
        kernel.execute("x = 1", 20)
    assert kernel.alive
    assert not kernel.noticed()


@pytest.mark.parametrize("announced", ["MAX + 1", "2**32 - 1"])
def test_a_message_that_is_too_large_ends_the_kernel_before_it_is_there(kernel: StudentKernel, announced: str) -> None:
    started = time.monotonic()
    large = f"{WRITE}\nMAX = {MAX_MESSAGE}\nwrite(({announced}).to_bytes(4, 'big') + bytes(2**20))\nwhile True: pass"
    with pytest.raises(KernelLost, match="more than 24 MB"):
        kernel.execute(large, 15)
    assert time.monotonic() - started < 10
    assert kernel.noticed()[observations.TOO_LARGE] == 1


def test_an_output_that_is_too_large_ends_the_kernel(kernel: StudentKernel) -> None:
    with pytest.raises(KernelLost, match="more than"):
        kernel.execute(f"'x' * {MAX_MESSAGE + 1}", 20)
    assert not kernel.alive


def test_a_long_text_goes_in_pieces(kernel: StudentKernel) -> None:
    sizes: list[int] = []
    reply = kernel.execute(f"print('x' * {MAX_MESSAGE + 1})", 20, lambda _, content: sizes.append(len(content["text"])))
    assert (reply["status"], sum(sizes)) == ("ok", MAX_MESSAGE + 2)
    assert max(sizes) <= 1 << 20


WRITE = """
import os, stat
line = next(fd for fd in range(3, 64) if stat.S_ISSOCK(os.fstat(fd).st_mode))
def write(data):
    while data:
        data = data[os.write(line, data):]
def send(data):
    write(len(data).to_bytes(4, "big") + data)
"""
GARBAGE = {
    "no JSON": b"{",
    "no text": b"\xff\xfe",
    "a text of 16 bits": '["reply", {"number": 1}]'.encode("utf-16"),
    "nothing": b"",
    "a list": b"[]",
    "null": b"null",
    "three parts": b'["reply", {}, {}]',
    "a kind that is a number": b"[1, {}]",
    "a long kind": b'["' + b"x" * 41 + b'", {}]',
    "a content that is a list": b'["reply", []]',
    "a content that is a text": b'["stream", "text"]',
    "deep JSON": b'["reply", ' + b"[" * 100_000 + b"]" * 100_000 + b"]",
    "very deep objects": b'["reply", ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"]",
    "many parts": b'["reply", [' + b"[]," * 2_000_000 + b"[]]]",
    "a number of many digits": b'["reply", {"number": ' + b"9" * 100_000 + b"}]",
}


@pytest.mark.parametrize("sent", GARBAGE.values(), ids=GARBAGE.keys())
def test_garbage_for_a_reply_is_a_bad_reply_and_ends_the_kernel(kernel: StudentKernel, sent: bytes) -> None:
    unpacked = f"zlib.decompress({zlib.compress(sent)!r})"  # what goes to the kernel is short
    code = f"{WRITE}\nimport time, zlib\nsend({unpacked})\ntime.sleep(20)"
    with pytest.raises(BadReply):
        kernel.execute(code, 10)
    assert not kernel.alive
    assert kernel.noticed()[observations.BAD_MESSAGE] == 1


def test_half_a_message_holds_up_its_own_cell_alone(kernel: StudentKernel) -> None:
    started = time.monotonic()
    with pytest.raises(OutOfTime):
        kernel.execute(f"{WRITE}\nwrite(bytes([0, 0, 1, 0]))\nimport time\ntime.sleep(20)", 1)
    assert time.monotonic() - started < 8


def test_a_kernel_that_closes_its_line_is_lost_at_once(kernel: StudentKernel) -> None:
    started = time.monotonic()
    with pytest.raises(KernelLost):
        kernel.execute(f"{WRITE}\nos.close(line)\nimport time\ntime.sleep(20)", 15)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("late", ["", "time.sleep(0.3)\n"])
def test_a_reply_ahead_of_time_answers_no_other_request(kernel: StudentKernel, late: str) -> None:
    forged = """send(b'["reply", {"number": 1, "status": "forged"}]')"""
    assert kernel.execute(f"{WRITE}\nimport time\n{forged}\n{late}", 10)["status"] == "forged"
    assert [kernel.execute(code, 10)["status"] for code in ("1", "1 / 0", "2")] == ["ok", "error", "ok"]
    assert kernel.noticed() == {observations.UNASKED: 1}


def test_an_interrupt_just_when_a_cell_has_ended_costs_nothing(kernel: StudentKernel) -> None:
    began, waits = time.monotonic(), 0
    while time.monotonic() - began < 8:
        seconds = 0.001 + waits % 40 / 10_000  # about as long as the cell itself takes
        waits += 1
        with suppress(OutOfTime):
            kernel.execute("for _ in range(2_000): pass", seconds)
        kernel.limit_scale = 1.0
    assert waits > 100
    assert kernel.starts == 1
    assert kernel.execute("1", 10)["status"] == "ok"
    assert not kernel.noticed()
