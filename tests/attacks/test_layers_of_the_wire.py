"""Each bound on what a kernel may send, taken away: the same few bytes then fill the grader's memory."""

import ctypes
import os
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import zmq

from grader.errors import AnswerError
from grader.kernel.student_kernel import StudentKernel
from grader.sandbox import relay, wire

Start = Callable[..., StudentKernel]
Layer = Callable[[pytest.MonkeyPatch], None]
MIB = 1 << 20
LITTLE, MUCH = 60, 100  # MiB of the grader's memory
PARTS = 130  # MiB: copies of a message of 12 MB were seen to need 50 to 101, its parts 172 to 337
FORGER = """
import time
kernel = get_ipython().kernel
send = kernel.session.send
def forge(stream, kind, content=None, parent=None, ident=None, *args, **kwargs):
    if kind == "execute_reply":
        {attack}
    return send(stream, kind, content, parent, ident, *args, **kwargs)
kernel.session.send = forge
"""
ONE_FRAME = "stream.send_multipart([*ident, b'<IDS|MSG>', bytes(150 << 20)])"
MANY_FRAMES = "stream.send_multipart([*ident, b'<IDS|MSG>', *[bytes(1 << 20)] * 150])"
MANY_MESSAGES = f"[(time.sleep(0.004), {MANY_FRAMES.replace('150', '1')}) for _ in range(150)]"
MANY_PARTS = (
    "parts = [kernel.session.pack(part) for part in (kernel.session.msg_header(kind), parent['header'], {})]\n"
    "        parts.append(b'{\"status\":[' + b'[],' * 4_000_000 + b'[]]}')\n"
    "        return stream.send_multipart([*ident, b'<IDS|MSG>', kernel.session.sign(parts), *parts])"
)


def memory(kind: str) -> float:
    """Memory of this process, MiB: VmRSS, or VmHWM for the most since the last look began."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(kind))


@pytest.fixture
def growth(start: Start) -> Callable[..., float]:
    """How much memory an attack makes us need at its worst, without some layers, MiB."""

    def growth(attack: str, *layers: Layer, seconds: float = 0.0) -> float:
        with pytest.MonkeyPatch.context() as patch:
            for layer in layers:
                layer(patch)
            forger = start()
            ctypes.CDLL(None).malloc_trim(0)  # what is free already is no room to grow into
            Path("/proc/self/clear_refs").write_text("5")  # forget the highest memory so far
            before = memory("VmRSS")
            with suppress(AnswerError):
                forger.execute(FORGER.replace("{attack}", attack), 10)
            until = time.monotonic() + seconds
            while time.monotonic() < until and memory("VmHWM") - before < MUCH:
                time.sleep(0.05)
            grown = memory("VmHWM") - before
            forger.stop()
        return grown

    return growth


def no_measure(patch: pytest.MonkeyPatch) -> None:
    """A relay that passes on whatever comes."""
    patch.setattr(relay.Relay, "_measure", lambda self, reader, writer, most: relay._copy(reader, writer))


def without(option: int, unbound: int) -> Layer:
    """Sockets that lack one of their bounds."""

    def layer(patch: pytest.MonkeyPatch) -> None:
        given = wire.harden

        def harden(context: Any) -> Any:
            given(context).setsockopt(option, unbound)
            return context

        patch.setattr(wire, "harden", harden)

    return layer


def no_bounds_on_parts(patch: pytest.MonkeyPatch) -> None:
    """A session that reads any JSON."""
    patch.setattr(wire, "MAX_PARTS", 10**9)


def test_one_large_frame(growth: Callable[..., float]) -> None:
    no_maximum = without(zmq.MAXMSGSIZE, -1)
    assert max(growth(ONE_FRAME), growth(ONE_FRAME, no_measure), growth(ONE_FRAME, no_maximum)) < LITTLE
    assert growth(ONE_FRAME, no_measure, no_maximum) > MUCH


def test_many_frames(growth: Callable[..., float]) -> None:
    assert growth(MANY_FRAMES) < LITTLE
    assert growth(MANY_FRAMES, no_measure) > MUCH


def test_many_messages(growth: Callable[..., float]) -> None:
    assert growth(MANY_MESSAGES, seconds=2) < LITTLE
    assert growth(MANY_MESSAGES, without(zmq.RCVHWM, 0), seconds=20) > MUCH


def test_many_parts(growth: Callable[..., float]) -> None:
    assert growth(MANY_PARTS) < PARTS
    assert growth(MANY_PARTS, no_bounds_on_parts) > PARTS


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A socket of the host."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{folder}/host")
        listener.listen()
        listener.settimeout(1)
        yield listener


def test_sockets_held_on_to(start: Start, listener: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = "import os\nfor name in os.listdir('/run/kernel'):\n    os.unlink('/run/kernel/' + name)\n"
    replace += f"    os.symlink({listener.getsockname()!r}, '/run/kernel/' + name)\n"

    def reached() -> bool:
        """Whether a new connection to a kernel's socket arrives at the host's."""
        student = start()
        assert student.execute(replace, 10)["status"] == "ok"
        assert student.manager is not None
        info = student.manager.get_connection_info()
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(f"{info['ip']}-{info['shell_port']}")
            try:
                listener.accept()[0].close()
            except TimeoutError:
                return False
        return True

    assert not reached()
    pin, connect, paths = relay._pin, relay._connect, {}

    def remember(path: str, opened: Any) -> int:
        descriptor = pin(path, opened)
        folder = os.open(os.path.dirname(path), os.O_PATH)
        opened.callback(os.close, folder)
        paths[f"/proc/self/fd/{descriptor}"] = f"/proc/self/fd/{folder}/{os.path.basename(path)}"
        return descriptor

    monkeypatch.setattr(relay, "_pin", remember)
    monkeypatch.setattr(relay, "_connect", lambda path: connect(paths[path]))
    assert reached()
