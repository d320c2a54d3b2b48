"""What must hold of the grader's side of a kernel's line, whatever comes along it."""

import json
import socket
import time
from collections import Counter
from types import SimpleNamespace
from typing import Any

import nbformat
import numpy as np
from nbformat.v4 import new_code_cell, new_notebook

from grader import observations
from grader.errors import AnswerError, BadReply, KernelLost
from grader.inside.agent import DTYPES, MAX_BYTES, MAX_DEPTH, MAX_ITEMS
from grader.inside.channel import HEAD
from grader.kernel import connection
from grader.kernel.cells import CellRunner
from grader.kernel.connection import Connection
from grader.kernel.submission import Submission
from grader.limits import Limits
from grader.sandbox import bounded_line
from grader.sandbox.bounded_line import BoundedLine, TooLarge
from grader.text import plain as shown
from tests.support.lying_kernels import Liar, Living

DOCUMENTED = (EOFError, TooLarge, ValueError)  # of `BoundedLine.receive`, besides a time limit


def answer(reply: Any, shape: tuple[int, ...] | None) -> bool:
    """Ask a kernel that replies so; whether it was believed. What was accepted is of the asked shape and type."""
    try:
        value = Submission(Liar(reply), []).eval("1", shape=shape)  # type: ignore[arg-type]
    except (AnswerError, AssertionError) as error:
        text = str(error)
        text.encode("utf-8")
        assert len(text) < 1500
        assert shown(text) == text
        return False
    if shape is None:
        plain(value)
    else:
        assert type(value) is np.ndarray
        assert (value.shape, value.dtype) == (shape, np.float64)
        assert np.isfinite(value).all()
    return True


def plain(value: Any, depth: int = 0) -> None:
    """A value is plain data within the limits."""
    assert depth <= MAX_DEPTH
    if type(value) is np.ndarray:
        assert value.dtype.newbyteorder("<").str in DTYPES
        assert value.nbytes <= MAX_BYTES
        base: Any = value.base
        assert value.flags.owndata or base.flags.owndata
    elif type(value) in (list, dict):
        assert len(value) <= MAX_ITEMS
        for item in value.values() if type(value) is dict else value:
            plain(item, depth + 1)
        "".join(value if type(value) is dict else ()).encode("utf-8")
    elif type(value) is str:
        value.encode("utf-8")
    elif type(value) is int:
        assert abs(value) < 16**40
    else:
        assert value is None or type(value) in (bool, float), type(value)


def sent(stream: bytes, pieces: int = 1) -> tuple[BoundedLine, Any]:
    """A line along which some bytes have come, and then its end."""
    ours, theirs = socket.socketpair()
    size = max(1, -(-len(stream) // pieces))
    with theirs:
        for start in range(0, len(stream), size):
            theirs.sendall(stream[start : start + size])
    process: Any = Living()
    return BoundedLine(ours, process), process


def messages(stream: bytes) -> bool:
    """Read a stream to its end; whether all of it were messages. Whole sound ones come, and nothing after them."""
    line, _ = sent(stream)
    got: list[Any] = []
    began = time.monotonic()
    try:
        while True:
            got.append(list(line.receive(began + 20)))
            assert len(line._received) <= bounded_line.MAX_MESSAGE + bounded_line.PIECE
    except DOCUMENTED as error:
        ended = type(error) is EOFError
    finally:
        line.close()
    expected, whole = sound(stream)
    assert json.dumps(got) == json.dumps(expected)
    assert time.monotonic() - began < 10
    return ended and whole


def sound(stream: bytes) -> tuple[list[Any], bool]:
    """The messages at the beginning of a stream, and whether nothing else follows."""
    found: list[Any] = []
    while stream:
        size = HEAD.unpack(stream[: HEAD.size])[0] if len(stream) >= HEAD.size else len(stream)
        if size > bounded_line.MAX_MESSAGE or size > len(stream) - HEAD.size:
            return found, False
        try:
            message = json.loads(stream[HEAD.size : HEAD.size + size].decode("utf-8"))
        except (ValueError, RecursionError):
            return found, False
        if type(message) is not list or len(message) != 2 or type(message[0]) is not str or len(message[0]) > 40:
            return found, False
        found.append(message)
        stream = stream[HEAD.size + size :]
    return found, True


def reply(stream: bytes) -> bool:
    """Ask where such a stream is the answer; whether there was a reply. It is the one to the first question."""
    ours, theirs = socket.socketpair()
    process: Any = Living()
    seen: Counter[str] = Counter()
    asked = Connection(BoundedLine(ours, process), process, seen)
    outputs: list[Any] = []
    with theirs, ours:
        theirs.sendall(stream)
        theirs.shutdown(socket.SHUT_WR)
        try:
            content = asked.request("ask", {}, 20.0, lambda kind, content: outputs.append((kind, content)))
        except (BadReply, KernelLost):
            assert not asked.alive
            assert process.signals
            return False
        finally:
            assert all(type(kind) is str and type(content) is dict for kind, content in outputs)
            assert not {*seen} - {observations.BAD_MESSAGE, observations.UNASKED, observations.TOO_LARGE}
    assert type(content) is dict
    assert "number" not in content
    return True


def cell(outputs: list[tuple[str, Any]], kib: int = 8) -> bool:
    """Keep a cell's outputs; whether there are any. The notebook is sound, harmless and of bounded size."""
    notebook = new_notebook(cells=[new_code_cell("x")])

    def run(source: str, seconds: float, on_output: connection.OutputHandler, **how: bool) -> dict[str, Any]:
        for kind, content in outputs:
            on_output(kind, content)
        return {"status": "ok", "execution_count": outputs, "failures": outputs}

    kernel: Any = SimpleNamespace(alive=True, seen=Counter(), scaled=float, run=run)
    runner = CellRunner(notebook, kernel, Limits(output_kib=kib))
    assert runner.survives(notebook.cells[0], 1, Submission(kernel, []))
    nbformat.validate(notebook)
    kept = notebook.cells[0].outputs
    text = nbformat.writes(notebook)
    text.encode("utf-8")
    assert "onerror" not in str([output.get("data", {}).get("image/png") for output in kept])
    assert all(set(output.get("data", {})) <= {"text/plain", "image/png"} for output in kept)
    assert len(text) < 3 * kib * 1024 + 300 * len(kept) + 1000
    return bool(kept)
