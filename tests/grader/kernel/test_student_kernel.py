"""A student's kernel is asked, interrupted, ended, and never waited for longer than allowed."""

import time
from collections.abc import Callable

import pytest
import zmq

from grader.errors import BadReply, KernelLost, OutOfTime
from grader.interrupt import blocked
from grader.kernel.student_kernel import MIN_LIMIT_SCALE, StudentKernel
from grader.kernel.submission import Submission
from grader.sandbox.wire import MAX_MESSAGE

pytestmark = pytest.mark.kernel


@pytest.fixture(autouse=True)
def _little_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.kernel.student_kernel.GRACE", 1.0)


@pytest.fixture
def kernel(start: Callable[..., StudentKernel]) -> StudentKernel:
    return start()


def test_code_that_does_not_end_is_interrupted_and_the_kernel_goes_on(kernel: StudentKernel) -> None:
    kernel.execute("x = 5", 5)
    with pytest.raises(OutOfTime, match="did not finish in time"):
        kernel.execute("while True: pass", 1)
    assert kernel.alive
    reply = kernel.execute("", 5, {"x": "x"})
    assert reply["user_expressions"]["x"]["data"]["text/plain"] == "5"


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
    monkeypatch.setattr(kernel, "execute", lambda code, seconds: given.update({code: seconds}))
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


def test_one_frame_that_is_too_large_ends_the_kernel(kernel: StudentKernel) -> None:
    with pytest.raises(KernelLost, match="more than"):
        kernel.execute("", 20, {"x": f"'x' * {MAX_MESSAGE + 1}"})
    assert not kernel.alive


def test_one_message_of_many_frames_that_are_too_large_together_ends_the_kernel(kernel: StudentKernel) -> None:
    flood = """
kernel = get_ipython().kernel
kernel.iopub_socket.send_multipart([b"topic", *[bytes(2**20)] * 100])
import time
time.sleep(20)
"""
    assert kernel.manager is not None
    info = kernel.manager.get_connection_info()
    with zmq.Context() as context, context.socket(zmq.SUB) as outputs:
        outputs.subscribe(b"")
        outputs.connect(f"ipc://{info['ip']}-{info['iopub_port']}")
        time.sleep(0.5)
        started = time.monotonic()
        with pytest.raises(KernelLost, match="more than"):
            kernel.execute(flood, 15)
        assert time.monotonic() - started < 10


GARBAGE = """
kernel = get_ipython().kernel
session, send = kernel.session, kernel.session.send
def garbage(stream, kind, content=None, parent=None, ident=None, *args, **kwargs):
    if kind != "execute_reply":
        return send(stream, kind, content, parent, ident, *args, **kwargs)
    head = [session.pack(part) for part in (session.msg_header(kind), parent["header"], {})]
    frames = {frames}
    stream.send_multipart([*ident, b"<IDS|MSG>", session.sign(frames), *frames])
session.send = garbage
"""
FRAMES = {
    "no JSON": 'head + [b"{"]',
    "no text": 'head + [b"\\xff\\xfe"]',
    "a list": 'head + [b"[]"]',
    "nothing": 'head + [b"null"]',
    "deep JSON": 'head + [b\'{"a":\' + b"[" * 100_000 + b"]" * 100_000 + b"}"]',
    "very deep objects": 'head + [b\'{"a":\' * 100_000 + b"1" + b"}" * 100_000]',
    "many parts": 'head + [b"[" + b"[]," * 2_000_000 + b"[]]"]',
    "a number of many digits": 'head + [b\'{"a":\' + b"9" * 100_000 + b"}"]',
    "a header of another type": '[b"[1]"] + head[1:] + [b"{}"]',
    "a header without a kind": '[b"{}"] + head[1:] + [b"{}"]',
    "a parent of another type": 'head[:1] + [b"3"] + head[2:] + [b"{}"]',
    "a date of another age": 'head[:1] + [b\'{"msg_id":"x","date":"9999-99-99T99:99:99Z"}\'] + head[2:] + [b"{}"]',
    "a version that is a number": '[b\'{"msg_id":"x","msg_type":"execute_reply","version":3}\'] + head[1:] + [b"{}"]',
    "no frames": "head[:1]",
}


@pytest.mark.parametrize("frames", FRAMES.values(), ids=FRAMES.keys())
def test_garbage_for_a_reply_is_a_bad_reply_or_none(inside: Submission, frames: str) -> None:
    forger = inside.kernel  # patched anew each time
    if not forger.alive:
        forger.start()
    forger.limit_scale = 1.0
    with pytest.raises((BadReply, OutOfTime)):
        forger.execute(GARBAGE.replace("{frames}", frames), 1)
