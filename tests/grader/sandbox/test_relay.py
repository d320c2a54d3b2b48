"""The relay passes sound messages on, cuts the line at others, and holds on to the socket it first saw."""

import gc
import os
import socket
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from grader.sandbox.relay import MAX_FRAMES, Relay

GREETING = b"\xff" + bytes(8) + b"\x7f\x03" + bytes(53)
MOST = 1000


def frame(size: int, more: bool = False) -> bytes:
    if size > 255:
        return bytes([2 | more]) + size.to_bytes(8, "big") + bytes(size)
    return bytes([more, size]) + bytes(size)


class Line:
    """A relay, the kernel's end and our end of one line through it."""

    def __init__(self, folder: Path, opened: ExitStack) -> None:
        listener = opened.enter_context(socket.socket(socket.AF_UNIX))
        listener.bind(f"{folder}/kernel-1")
        listener.listen()
        self.relay = Relay(f"{folder}/kernel", f"{folder}/ours", {"-1": MOST})
        opened.callback(self.relay.close)
        self.ours = opened.enter_context(socket.socket(socket.AF_UNIX))
        self.ours.connect(f"{folder}/ours-1")
        self.kernel, _ = listener.accept()
        opened.enter_context(self.kernel)
        for end in (self.ours, self.kernel):
            end.settimeout(5)

    def received(self, count: int) -> bytes:
        data = b""
        while len(data) < count and (part := self.ours.recv(count - len(data))):
            data += part
        return data


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    with ExitStack() as opened:
        yield Line(tmp_path, opened)


@pytest.mark.parametrize(
    "messages",
    [frame(3), frame(300), frame(300, more=True) + frame(10, more=True) + frame(0), frame(MOST), frame(MOST) * 5],
)
def test_sound_messages_pass_unchanged(line: Line, messages: bytes) -> None:
    line.kernel.sendall(GREETING + messages)
    assert line.received(64 + len(messages)) == GREETING + messages
    assert not line.relay.cut


def test_what_we_send_arrives(line: Line) -> None:
    line.ours.sendall(b"x" * 10_000)
    assert line.kernel.recv(10_000, socket.MSG_WAITALL) == b"x" * 10_000


@pytest.mark.parametrize(
    "message",
    [
        frame(MOST + 1),
        frame(MOST, more=True) + frame(1),
        frame(1, more=True) * (MAX_FRAMES + 1),
        b"\x02" + b"\xff" * 8,
        b"\x08\x00",
        b"\x06" + (2**40).to_bytes(8, "big"),
    ],
)
def test_a_message_that_is_larger_than_allowed_cuts_the_line(line: Line, message: bytes) -> None:
    line.kernel.sendall(GREETING + message)
    data = line.received(10**6)
    assert len(data) < 64 + MOST + 3 * MAX_FRAMES + 20
    assert line.relay.cut


@pytest.mark.parametrize("greeting", [b"\x01\x00", b"\xff" + bytes(8) + b"\x7f\x02", b"\xff" + bytes(8) + b"\x7f\x01"])
def test_other_versions_of_the_protocol_cut_the_line(line: Line, greeting: bytes) -> None:
    line.kernel.sendall(greeting + bytes(100))
    assert line.received(100) in (b"", greeting[:10])
    assert line.relay.cut


def test_each_end_learns_that_the_other_is_gone(line: Line) -> None:
    line.kernel.close()
    assert line.ours.recv(1) == b""
    assert not line.relay.cut


def test_a_side_that_does_not_read_holds_the_other_up(line: Line) -> None:
    line.kernel.settimeout(1)
    line.kernel.sendall(GREETING)
    with pytest.raises(TimeoutError):
        for _ in range(100_000):
            line.kernel.sendall(frame(MOST))


def test_a_path_that_is_replaced_later_leads_where_it_led(tmp_path: Path) -> None:
    with ExitStack() as opened:
        first = Line(tmp_path, opened)
        (tmp_path / "kernel-1").unlink()
        other = opened.enter_context(socket.socket(socket.AF_UNIX))
        other.bind(f"{tmp_path}/other")
        other.listen()
        other.settimeout(0.5)
        (tmp_path / "kernel-1").symlink_to(tmp_path / "other")
        second = opened.enter_context(socket.socket(socket.AF_UNIX))
        second.connect(f"{tmp_path}/ours-1")
        with pytest.raises(TimeoutError):
            other.accept()
        first.kernel.sendall(GREETING)
        assert first.received(64) == GREETING


@pytest.mark.parametrize("make", [Path.touch, Path.mkdir, os.mkfifo, lambda path: path.symlink_to("/dev/log")])
def test_what_is_no_socket_is_refused(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "kernel-1")
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(OSError, match=r"not a socket|No such file|Too many levels"):
        Relay(f"{tmp_path}/kernel", f"{tmp_path}/ours", {"-1": MOST})
    assert len(os.listdir("/proc/self/fd")) == before


def test_closing_leaves_no_thread_and_no_descriptor(tmp_path: Path) -> None:
    threads, before = threading.active_count(), len(os.listdir("/proc/self/fd"))
    with ExitStack() as opened:
        line = Line(tmp_path, opened)
        line.kernel.sendall(GREETING)
    assert threading.active_count() == threads
    assert len(os.listdir("/proc/self/fd")) == before


@pytest.mark.parametrize("lines", range(5))
def test_a_relay_that_ends_as_lines_are_opened_leaves_no_socket_open(tmp_path: Path, lines: int) -> None:
    with ExitStack() as opened:
        listener = opened.enter_context(socket.socket(socket.AF_UNIX))
        listener.bind(f"{tmp_path}/kernel-1")
        listener.listen()
        relay = Relay(f"{tmp_path}/kernel", f"{tmp_path}/ours", {"-1": MOST})
        for _ in range(lines):
            opened.enter_context(socket.socket(socket.AF_UNIX)).connect(f"{tmp_path}/ours-1")
        relay.close()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", ResourceWarning)
        del relay
        gc.collect()
    assert [str(warning.message) for warning in told] == []
