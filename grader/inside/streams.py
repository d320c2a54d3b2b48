"""What a student's code writes: to ``sys.stdout`` and ``sys.stderr``, and what programs write that it starts."""

import io
import os
import tempfile
import time
from collections.abc import Callable

LONGEST = 1 << 16  # characters that are kept back
SECONDS = 0.2  # for which they are
MOST_CAPTURED = 1 << 20  # bytes of what programs write between two looks
Send = Callable[[str, dict[str, str]], None]


class LineStream(io.TextIOBase):
    """A text stream that sends what is written: after a while, when it is long, and at the end of each cell.

    Args:
        name: ``stdout`` or ``stderr``.
        descriptor: that of the process.
        send: called with the kind and the content of a message.
    """

    encoding, errors = "UTF-8", "strict"

    def __init__(self, name: str, descriptor: int, send: Send) -> None:
        self.name = f"<{name}>"
        self.other: LineStream | None = None
        self._kind, self._descriptor, self._send = name, descriptor, send
        self._parts: list[str] = []
        self._size, self._since = 0, 0.0

    def fileno(self) -> int:
        """Return the descriptor of the process."""
        return self._descriptor

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, text: str) -> int:
        """Keep a text back until it is sent, behind what was written to the other stream before it."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if text:
            now = time.monotonic()
            if not self._parts:
                self._since = now
                if self.other is not None:
                    self.other.flush()
            self._parts.append(text)
            self._size += len(text)
            if self._size > LONGEST or now - self._since > SECONDS:
                self.flush()
        return len(text)

    def flush(self) -> None:
        """Send what was kept back."""
        parts, self._parts, self._size = self._parts, [], 0
        if parts:
            self._send("stream", {"name": self._kind, "text": "".join(parts)})

    def discard(self) -> None:
        """Drop what was kept back."""
        self._parts, self._size = [], 0


class Captured:
    """A file without a name that descriptors 1 and 2 lead to, for what goes past Python's streams.

    Args:
        folder: where it may be made.
        send: called with the kind and the content of a message.
    """

    def __init__(self, folder: str, send: Send) -> None:
        self._kept = tempfile.TemporaryFile("ab+", buffering=0, dir=folder)  # noqa: SIM115
        self._file = self._kept.fileno()
        self._send, self._seen = send, 0
        os.dup2(self._file, 1)
        os.dup2(self._file, 2)

    def flush(self) -> None:
        """Send what was written since the last look, its beginning if it is much."""
        size = os.fstat(self._file).st_size
        if size < self._seen:  # somebody has shortened it
            self._seen = 0
        if size > self._seen:
            text = os.pread(self._file, min(size - self._seen, MOST_CAPTURED), self._seen)
            self._seen = size
            self._send("stream", {"name": "stdout", "text": text.decode("utf-8", "replace")})
