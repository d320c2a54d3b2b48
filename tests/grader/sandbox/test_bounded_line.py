"""What comes along a kernel's line is bounded in size, depth and time, and is a message or an error."""

import json
import os
import socket
import time
from collections.abc import Iterator

import pytest

from grader.inside.channel import HEAD
from grader.sandbox import bounded_line
from grader.sandbox.bounded_line import MAX_MESSAGE, BoundedLine, TooLarge, greeted
from grader.sandbox.processes import Process, name_senders

SOON = 5.0


@pytest.fixture
def ends() -> Iterator[tuple[BoundedLine, socket.socket]]:
    """The grader's end of a line, and the other; the process at that end is this one."""
    ours, theirs = socket.socketpair()
    process = Process(os.getpid())
    with ours, theirs:
        yield BoundedLine(ours, process), theirs
    process.close()


def framed(data: bytes) -> bytes:
    return HEAD.pack(len(data)) + data


def received(ends: tuple[BoundedLine, socket.socket], seconds: float = SOON) -> tuple[str, object]:
    return ends[0].receive(time.monotonic() + seconds)


def test_messages_are_received_one_after_the_other(ends: tuple[BoundedLine, socket.socket]) -> None:
    ends[1].sendall(framed(b'["stream", {"text": "a"}]') + framed(b'["reply", 1]'))
    assert received(ends) == ("stream", {"text": "a"})
    assert received(ends) == ("reply", 1)


def test_a_message_is_sent_with_descriptors(ends: tuple[BoundedLine, socket.socket]) -> None:
    reads, writes = os.pipe()
    ends[0].send("fork", None, time.monotonic() + SOON, (writes,))
    os.close(writes)
    first, descriptors, *_ = socket.recv_fds(ends[1], 1000, 2)
    data = first if len(first) > 1 else first + ends[1].recv(1000)
    assert json.loads(data[HEAD.size :]) == ["fork", None]
    os.write(descriptors[0], b"x")
    assert os.read(reads, 1) == b"x"
    for number in (reads, *descriptors):
        os.close(number)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b'["reply"]',
        b'["reply", 1, 2]',
        b"[1, 2]",
        b'["' + b"x" * 41 + b'", 1]',
        b'["reply", ',
        b'["reply", \xff]',
        b'["reply", ' + b"[" * 100_000 + b"]" * 100_000 + b"]",
        b'["reply", [' + b"0," * 600_000 + b"0]]",
    ],
    ids=["empty", "dict", "list", "one", "three", "number", "kind", "half", "bytes", "deep", "parts"],
)
def test_what_is_no_message_is_refused(ends: tuple[BoundedLine, socket.socket], data: bytes) -> None:
    os.set_blocking(ends[1].fileno(), False)
    rest = memoryview(framed(data))
    with pytest.raises(ValueError, match=r"message|JSON|Expecting|decode|delimiter"):
        while True:
            if rest:
                rest = rest[ends[1].send(rest[: 1 << 16]) :]
            if not rest:
                received(ends)
            else:
                ends[0]._read()


def test_one_that_says_it_is_too_large_is_not_waited_for(ends: tuple[BoundedLine, socket.socket]) -> None:
    ends[1].sendall(HEAD.pack(MAX_MESSAGE + 1))
    with pytest.raises(TooLarge):
        received(ends)


@pytest.mark.parametrize("half", [b"", b"\0\0", HEAD.pack(10) + b"[1"])
def test_half_a_message_is_waited_for_as_long_as_told(ends: tuple[BoundedLine, socket.socket], half: bytes) -> None:
    ends[1].sendall(half)
    with pytest.raises(TimeoutError):
        received(ends, seconds=0.1)


def test_where_nobody_is_at_the_other_end_there_is_no_message(ends: tuple[BoundedLine, socket.socket]) -> None:
    ends[1].close()
    with pytest.raises(EOFError):
        received(ends)
    with pytest.raises(EOFError):
        ends[0].send("ask", {"x": "y" * 10_000_000}, time.monotonic() + SOON)


def test_one_who_does_not_read_is_not_waited_for_longer(ends: tuple[BoundedLine, socket.socket]) -> None:
    with pytest.raises(TimeoutError):
        ends[0].send("ask", "x" * 30_000_000, time.monotonic() + 0.2)


def test_commas_within_a_text_are_no_parts(ends: tuple[BoundedLine, socket.socket]) -> None:
    text = '"' + ",[{" * 10_000 + '"'
    assert bounded_line._parts(json.dumps(["stream", {"text": text}]).encode()) < bounded_line.MAX_PARTS


@pytest.mark.skipif(not hasattr(socket, "SO_PASSCRED"), reason="this system does not tell who sent a message")
def test_whoever_greets_is_known_by_the_system_and_not_by_what_it_says() -> None:
    ours, theirs = socket.socketpair()
    name_senders(ours)
    theirs.sendall(framed(b'["ready", {"pid": 1}]'))
    line, process = greeted(ours, time.monotonic() + SOON)
    assert process.pid == os.getpid()
    process.close()
    line.close()
    theirs.close()


@pytest.mark.parametrize("message", [b'["failed", {"error": "no room"}]', b'["reply", {}]'])
def test_one_that_is_not_ready_is_refused(message: bytes) -> None:
    ours, theirs = socket.socketpair()
    name_senders(ours)
    theirs.sendall(framed(message))
    with ours, theirs, pytest.raises(OSError, match=r"no room|\{\}"):
        greeted(ours, time.monotonic() + SOON)


@pytest.mark.skipif(not hasattr(socket, "SO_PASSCRED"), reason="this system does not tell who sent a message")
def test_what_one_said_who_has_ended_since_is_the_reason() -> None:
    ours, theirs = socket.socketpair()
    name_senders(ours)
    if not (child := os.fork()):
        theirs.sendall(framed(b'["failed", {"error": "no room"}]'))
        os._exit(0)
    os.waitpid(child, 0)
    with ours, theirs, pytest.raises(OSError, match=r"ended at once.*no room"):
        greeted(ours, time.monotonic() + SOON)
