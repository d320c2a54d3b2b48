"""Whole messages go along a stream, with descriptors, however they are cut."""

import itertools
import json
import os
import signal
import socket
import threading
from collections.abc import Iterator

import pytest

from grader.inside import channel as module
from grader.inside.channel import HEAD, Channel, uninterrupted


@pytest.fixture
def ends() -> Iterator[tuple[Channel, socket.socket]]:
    """A channel, and the socket at its other end."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Channel(ours), theirs


def framed(kind: str, content: object) -> bytes:
    data = json.dumps([kind, content]).encode()
    return HEAD.pack(len(data)) + data


def test_a_message_is_its_length_and_then_json(ends: tuple[Channel, socket.socket]) -> None:
    channel, other = ends
    channel.send("reply", {"status": "ok"})
    assert other.recv(1000) == framed("reply", {"status": "ok"})


def test_a_message_that_comes_in_pieces_is_received_whole(ends: tuple[Channel, socket.socket]) -> None:
    channel, other = ends
    data = framed("run", {"code": "x" * 500_000})

    def send_in_pieces() -> None:
        for start in (0, 1, 3, 4, 5, 100_000):
            end = {0: 1, 1: 3, 3: 4, 4: 5, 5: 100_000}.get(start, len(data))
            other.sendall(data[start:end])

    sender = threading.Thread(target=send_in_pieces)
    sender.start()
    assert channel.receive() == ("run", {"code": "x" * 500_000}, [])
    sender.join()


def test_one_that_is_larger_than_what_the_system_keeps_is_sent_whole(ends: tuple[Channel, socket.socket]) -> None:
    channel, other = ends
    channel.line.setblocking(False)  # as a student's code may leave it
    received = bytearray()

    def read() -> None:
        while len(received) < len(framed("stream", "y" * 3_000_000)):
            received.extend(other.recv(1 << 16))

    reader = threading.Thread(target=read)
    reader.start()
    channel.send("stream", "y" * 3_000_000)
    reader.join()
    assert bytes(received) == framed("stream", "y" * 3_000_000)


def test_descriptors_come_along_and_are_passed_on_to_no_program(ends: tuple[Channel, socket.socket]) -> None:
    channel, other = ends
    reads, writes = os.pipe()
    data = framed("fork", None)
    socket.send_fds(other, [data], [writes])
    os.close(writes)
    kind, content, descriptors = channel.receive()
    assert (kind, content, len(descriptors)) == ("fork", None, 1)
    assert not os.get_inheritable(descriptors[0])
    os.write(descriptors[0], b"x")
    assert os.read(reads, 1) == b"x"
    for number in (reads, *descriptors):
        os.close(number)


@pytest.mark.parametrize("half", [b"", b"\0\0", HEAD.pack(10), HEAD.pack(10) + b"[1,"])
def test_where_the_other_end_is_closed_there_is_no_message(ends: tuple[Channel, socket.socket], half: bytes) -> None:
    channel, other = ends
    other.sendall(half)
    other.close()
    with pytest.raises(EOFError):
        channel.receive()


def test_what_json_cannot_carry_goes_as_text(ends: tuple[Channel, socket.socket]) -> None:
    channel, other = ends
    channel.send("display_data", {"data": {1, 2}})
    assert json.loads(other.recv(1000)[HEAD.size :]) == ["display_data", {"data": "{1, 2}"}]


def test_a_fork_may_not_use_it_until_it_has_a_line_of_its_own(ends: tuple[Channel, socket.socket]) -> None:
    channel, _ = ends
    fresh, told = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        before = channel.own
        channel.renewed(fresh)
        channel.send("ready", [before, channel.own])
        os._exit(0)
    os.waitpid(pid, 0)
    assert channel.own
    assert json.loads(told.recv(1000)[HEAD.size :]) == ["ready", [False, True]]
    fresh.close()
    told.close()


def test_a_signal_just_before_all_are_held_back_leaves_none_held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise InterruptedError

    long = itertools.repeat(signal.SIGVTALRM, 2_000_000)  # gone through in C, where no handler is called meanwhile
    monkeypatch.setattr(module, "SIGNALS", itertools.chain(long, module.SIGNALS))
    before = signal.signal(signal.SIGVTALRM, interrupt)
    try:
        with pytest.raises(InterruptedError):
            signal.setitimer(signal.ITIMER_VIRTUAL, 0.005)
            with uninterrupted():
                pytest.fail("The signal was not raised.")
        assert not signal.pthread_sigmask(signal.SIG_BLOCK, ())
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        signal.signal(signal.SIGVTALRM, before)
