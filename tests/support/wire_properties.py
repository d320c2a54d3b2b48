"""What must hold of the trusted side of the wire, whatever comes along it."""

from collections import Counter
from types import SimpleNamespace
from typing import Any

import nbformat
import numpy as np
from nbclient.exceptions import CellExecutionComplete
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from grader.errors import AnswerError, BadReply
from grader.kernel.agent import DTYPES, MAX_BYTES, MAX_DEPTH, MAX_ITEMS
from grader.kernel.cell_client import CellClient
from grader.kernel.cells import CellRunner
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission
from grader.limits import Limits
from grader.sandbox.wire import BoundedSession
from grader.text import plain as shown

KEY = b"the key of a kernel"


class Liar:
    """A kernel of which every reply is the same."""

    alive = True
    scaled = staticmethod(float)

    def __init__(self, reply: Any) -> None:
        self.reply = reply
        self.seen: Counter[str] = Counter()

    def execute(self, *args: Any) -> Any:
        return self.reply


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


def signed(parts: list[bytes]) -> list[bytes]:
    """The frames of a message by who knows the key."""
    return [BoundedSession(key=KEY).sign(parts[:4]), *parts]


def message(parts: list[bytes]) -> bool:
    """Read a message; whether it was believed: one whose parts have the types that its readers rely on."""
    try:
        read = BoundedSession(key=KEY).deserialize(signed(parts))
    except ValueError:
        return False
    assert type(read["msg_id"]) is str
    assert type(read["msg_type"]) is str
    for name in ("header", "parent_header", "metadata", "content"):
        assert type(read[name]) is dict
    return True


def reply(parts: list[bytes], before: list[bytes]) -> bool:
    """Let a kernel's reader have a message, after some frames before it; whether it was taken for the reply."""
    kernel: Any = StudentKernel("", None)  # type: ignore[arg-type]
    kernel.manager = SimpleNamespace(session=BoundedSession(key=KEY))
    kernel._shell = SimpleNamespace(recv_multipart=lambda flags: [*before, *signed(parts)])
    kernel._open = {"asked", "earlier"}
    try:
        content = kernel._read("asked")
    except BadReply:
        return False
    assert content is None or type(content) is dict
    return content is not None


class Script(CellClient):
    """Runs a cell that is nothing but the messages it sends."""

    messages: list[dict[str, Any]]

    async def run_cell(self, cell: NotebookNode, index: int, seconds: int) -> None:
        """Take the messages one by one."""
        self._display_id_map = {}
        cell.outputs = []
        self.clear_before_next_output = False
        for sent in self.messages:
            try:
                self.process_message(sent, cell, index)
            except CellExecutionComplete:
                return


def cell(messages: list[dict[str, Any]], kib: int = 8) -> bool:
    """Keep a cell's outputs; whether there are any. The notebook is sound, harmless and of bounded size."""
    notebook = new_notebook(cells=[new_code_cell("x")])
    kernel: Any = SimpleNamespace(
        overrun=False, alive=True, stop=lambda: None, seen=Counter(), manager=None, scaled=lambda seconds: seconds
    )
    runner = CellRunner(notebook, kernel, Limits(output_kib=kib))
    runner.client = Script(notebook, kernel, runner.budget, runner.limits)
    runner.client.messages = messages
    runner.survives(notebook.cells[0], 0)
    nbformat.validate(notebook)
    outputs = notebook.cells[0].outputs
    text = nbformat.writes(notebook)
    text.encode("utf-8")
    assert "onerror" not in str([output.get("data", {}).get("image/png") for output in outputs])
    assert all(set(output.get("data", {})) <= {"text/plain", "image/png"} for output in outputs)
    assert len(text) < 3 * kib * 1024 + 300 * len(outputs) + 1000
    return bool(outputs)
