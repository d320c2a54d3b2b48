"""Whatever a kernel sends along its line, the answer is a reply or an error, and comes in time."""

import time
import zlib

import pytest

from grader import observations
from grader.errors import BadReply, KernelLost, OutOfTime
from grader.kernel.student_kernel import StudentKernel
from grader.sandbox.bounded_line import MAX_MESSAGE

pytestmark = pytest.mark.kernel


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
