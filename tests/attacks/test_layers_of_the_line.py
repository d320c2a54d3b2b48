"""Each bound on what a kernel may send, taken away: the same few bytes then fill the grader's memory."""

import ctypes
import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from grader.errors import AnswerError
from grader.kernel.student_kernel import StudentKernel
from grader.sandbox import bounded_line
from grader.sandbox.bounded_line import BoundedLine
from grader.sandbox.processes import Process

Start = Callable[..., StudentKernel]
Layer = Callable[[pytest.MonkeyPatch], None]
LITTLE, MUCH = 60, 100  # MiB of the grader's memory
PARTS = 130  # MiB: copies of a message of 12 MB were seen to need 50 to 101, its parts 172 to 337
LINE = """
import gc, json, os, struct, threading, time
line = next(it for it in gc.get_objects() if type(it).__name__ == "Channel").fileno()
def put(data):
    rest = memoryview(data)
    while rest:
        try:
            rest = rest[os.write(line, rest):]
        except BlockingIOError:
            time.sleep(0.001)
def frame(data):
    put(struct.pack(">I", len(data)) + data)
"""
LARGE = "frame(b'[\"stream\",\"' + bytes(150 << 20) + b'\"]')"
ENDLESS = "put(struct.pack('>I', 2**32 - 1)); [put(bytes(1 << 20)) for _ in range(150)]"
MANY = "frame(b'[\"stream\",{\"status\":[' + b'[],' * 4_000_000 + b'[]]}]')"
# Quotes are bytes of these characters, too: to whoever takes the text for UTF-8, all of it seems to be within quotes.
WIDE = "frame(('[\"\\u3122\",{\"status\":[' + '[],' * 2_000_000 + '[]],\"end\":0}]').encode('utf-16-le'))"


def memory(kind: str) -> float:
    """Memory of this process, MiB: VmRSS, or VmHWM for the most since the last look began."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(kind))


@pytest.fixture
def growth(start: Start) -> Callable[..., float]:
    """How much memory an attack makes us need at its worst, without some layers, MiB."""

    def growth(attack: str, *layers: Layer) -> float:
        with pytest.MonkeyPatch.context() as patch:
            for layer in layers:
                layer(patch)
            forger = start()
            ctypes.CDLL(None).malloc_trim(0)  # what is free already is no room to grow into
            Path("/proc/self/clear_refs").write_text("5")  # forget the highest memory so far
            before = memory("VmRSS")
            with suppress(AnswerError):
                forger.execute(f"{LINE}{attack}", 10)
            grown = memory("VmHWM") - before
            forger.stop()
        return grown

    return growth


def any_size(patch: pytest.MonkeyPatch) -> None:
    """A line that takes messages of any size."""
    patch.setattr(bounded_line, "MAX_MESSAGE", 1 << 40)


def any_number(patch: pytest.MonkeyPatch) -> None:
    """A line that reads any JSON."""
    patch.setattr(bounded_line, "MAX_PARTS", 10**9)


def any_encoding(patch: pytest.MonkeyPatch) -> None:
    """A line that leaves it to JSON's reader to guess the encoding."""
    patch.setattr(bounded_line, "_text", bytes)


@pytest.mark.parametrize("attack", [LARGE, ENDLESS])
def test_one_large_message(growth: Callable[..., float], attack: str) -> None:
    assert growth(attack) < LITTLE
    assert growth(attack, any_size) > MUCH


def test_many_parts(growth: Callable[..., float]) -> None:
    assert growth(MANY) < PARTS
    assert growth(MANY, any_number) > PARTS


def test_many_parts_in_another_encoding(growth: Callable[..., float]) -> None:
    assert growth(WIDE) < PARTS
    assert growth(WIDE, any_encoding) > PARTS


def test_what_comes_while_a_question_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def kept() -> float:
        """MiB that one end keeps while the other sends and sends, and does not read."""
        ours, theirs = socket.socketpair()

        def flood() -> None:
            with suppress(OSError):  # it is cut off
                for _ in range(MUCH + 20):
                    theirs.sendall(bytes(1 << 20))

        flooding = threading.Thread(target=flood)
        with theirs:
            line = BoundedLine(ours, Process(os.getpid()))
            theirs.settimeout(2)
            flooding.start()
            with pytest.raises(TimeoutError):
                line.send("ask", "x" * (4 << 20), time.monotonic() + 2)
            line.close()
            flooding.join()
        return len(line._received) / (1 << 20)

    assert kept() < LITTLE
    any_size(monkeypatch)
    assert kept() > MUCH
