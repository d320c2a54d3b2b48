"""A relay with both of its ends in our hands, and what it must do with whatever comes."""

import socket
import tempfile
from contextlib import ExitStack, closing
from typing import Self

from grader.sandbox import relay
from grader.sandbox.relay import GREETING, MAX_FRAMES, Relay


class Line:
    """A relay between two sockets of ours, used for one stream after the other."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._opened = ExitStack()

    def __enter__(self) -> Self:
        folder = self._opened.enter_context(tempfile.TemporaryDirectory())
        self.listener = self._opened.enter_context(socket.socket(socket.AF_UNIX))
        self.listener.bind(f"{folder}/kernel-1")
        self.listener.listen()
        self.relay = Relay(f"{folder}/kernel", f"{folder}/ours", {"-1": self.most})
        self._opened.callback(self.relay.close)
        self.ours = f"{folder}/ours-1"
        return self

    def __exit__(self, *exc: object) -> None:
        self._opened.close()

    def passes(self, stream: bytes) -> bool:
        """Send a stream through; whether all of it came out. Whole sound messages do, and nothing after them."""
        self.relay.cut = False
        with closing(socket.socket(socket.AF_UNIX)) as ours:
            ours.connect(self.ours)
            kernel, _ = self.listener.accept()
            with closing(kernel):
                kernel.settimeout(20)
                ours.settimeout(20)
                try:
                    kernel.sendall(stream)
                    kernel.shutdown(socket.SHUT_WR)
                except OSError:  # it was cut before the end
                    pass
                got = b"".join(iter(lambda: ours.recv(1 << 16), b""))
        passed, cut = sound(stream, self.most)
        assert got == passed
        assert self.relay.cut == cut
        return got == stream


def sound(stream: bytes, most: int) -> tuple[bytes, bool]:
    """The part of a stream that consists of whole sound messages, and whether an unsound one follows."""
    for place, byte in enumerate(stream[:GREETING]):
        if relay.FIXED.get(place, byte) != byte:
            return stream[:place], True
    start = at = min(len(stream), GREETING)
    frames = size = 0
    while at < len(stream):
        flags = stream[at]
        wide = 8 if flags & 2 else 1
        if at + 1 + wide > len(stream):
            break
        length = int.from_bytes(stream[at + 1 : at + 1 + wide], "big")
        frames, size = frames + 1, size + length
        command = bool(flags & 4)
        if flags > 7 or size > most or frames > MAX_FRAMES or (command and (frames > 1 or flags & 1)):
            return stream[:start], True
        at += 1 + wide + length
        if at > len(stream):
            break
        if not flags & 1:
            start, frames, size = at, 0, 0
    return stream[:start], False
