"""What a student's code writes: to ``sys.stdout`` and ``sys.stderr``, and what programs write that it starts."""

import contextlib
import io
import os
import tempfile
import threading
import time
from collections.abc import Callable

LONGEST = 1 << 16  # characters that are kept back
SECONDS = 0.2  # for which they are
LARGEST = 1 << 20  # characters of one message
MOST_CAPTURED = 1 << 20  # bytes of what programs write between two looks
Send = Callable[[str, dict[str, str]], None]  # with the kind and the content of a message
_turn = threading.RLock()  # of whoever writes to any of the streams, which wait for each other


def _renew() -> None:
    global _turn
    _turn = threading.RLock()  # another thread, which the fork lacks, may have held the one before


os.register_at_fork(after_in_child=_renew)


class LineStream(io.TextIOBase):
    """A text stream that sends what is written: after a while, when it is long, and at the end of each cell.

    Args:
        name: ``stdout`` or ``stderr``.
        descriptor: that of the process.
        send: what is written.
        own: whether this process may; what a fork that a student's code makes writes goes to its descriptor instead.

    Attributes:
        before: called before a text is kept back where there was none, to send what was written elsewhere.
    """

    encoding, errors = "UTF-8", "strict"

    def __init__(self, name: str, descriptor: int, send: Send, own: Callable[[], bool]) -> None:
        self.name = f"<{name}>"
        self.before: Callable[[], None] = lambda: None
        self._kind, self._descriptor, self._send, self._own = name, descriptor, send, own
        self._parts: list[str] = []
        self._size, self._since = 0, 0.0
        os.register_at_fork(after_in_child=self.discard)  # its parent sends that

    def fileno(self) -> int:
        """Return the descriptor of the process."""
        return self._descriptor

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, text: str) -> int:
        """Keep a text back until it is sent, behind what was written elsewhere before it."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if text:
            with _turn:
                now = time.monotonic()
                if not self._parts:
                    self._since = now
                    self.before()
                self._parts.append(text)
                self._size += len(text)
                whole = text.endswith("\n") and not self._own()  # a fork writes lines, which others' do not cut
                if whole or self._size > LONGEST or now - self._since > SECONDS:
                    self.flush()
        return len(text)

    def flush(self) -> None:
        """Send what was kept back."""
        with _turn:
            text = "".join(self._parts)
            self.discard()
            for start in range(0, len(text), LARGEST):
                piece = text[start : start + LARGEST]
                if self._own():
                    self._send("stream", {"name": self._kind, "text": piece})
                else:
                    with contextlib.suppress(OSError):
                        os.write(self._descriptor, piece.encode("utf-8", "backslashreplace"))

    def discard(self) -> None:
        """Drop what was kept back."""
        self._parts, self._size = [], 0


class Captured:
    """A file without a name that descriptor 1 or 2 leads to, for what goes past Python's streams.

    Args:
        name: ``stdout`` or ``stderr``.
        descriptor: that of the process.
        folder: where the file may be made.
        send: what was written.
    """

    def __init__(self, name: str, descriptor: int, folder: str, send: Send) -> None:
        self._kept = tempfile.TemporaryFile("ab+", buffering=0, dir=folder)  # noqa: SIM115
        self._file = self._kept.fileno()
        self._name, self._send, self._seen = name, send, 0
        os.dup2(self._file, descriptor)

    def flush(self) -> None:
        """Send what was written since the last look, its beginning if it is much."""
        with _turn:
            size = os.fstat(self._file).st_size
            if size < self._seen:  # somebody has shortened it
                self._seen = 0
            if size > self._seen:
                text = os.pread(self._file, min(size - self._seen, MOST_CAPTURED), self._seen)
                self._seen = size
                self._send("stream", {"name": self._name, "text": text.decode("utf-8", "replace")})
