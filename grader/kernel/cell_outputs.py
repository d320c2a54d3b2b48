"""Collects the outputs of one cell as a notebook keeps them, within a budget."""

from collections import Counter
from typing import Any

from nbformat import NotebookNode

from grader.kernel.output_budget import OutputBudget

DATA = ("display_data", "execute_result")


class CellOutputs:
    """The outputs of a cell, from the messages of a kernel; nothing in these is believed.

    Args:
        cell: the code cell; its outputs are replaced.
        budget: what may be kept.
    """

    def __init__(self, cell: NotebookNode, budget: OutputBudget) -> None:
        self._cell, self._budget = cell, budget
        self._displays: dict[str, list[NotebookNode]] = {}
        self._taken: dict[str, Counter[str]] = {}  # of the budget, by each of the displays
        self._clearing = False
        cell.outputs = []
        budget.begin()

    def add(self, kind: str, content: dict[str, Any]) -> None:
        """Add what a message shows; messages of other kinds, widgets' for one, show nothing."""
        if kind == "clear_output":
            self._clear(wait=content.get("wait") is True)
        elif kind == "update_display_data":
            self._update(content)
        elif kind in ("stream", "error", *DATA):
            if self._clearing:
                self._clear(wait=False)
            if taken := self._budget.keeps(kind, content):
                self._keep(kind, content, taken)

    def _keep(self, kind: str, content: dict[str, Any], taken: Counter[str]) -> None:
        output = _output(kind, content)
        self._cell.outputs.append(output)
        if kind in DATA and (name := _display(content)):
            self._displays.setdefault(name, []).append(output)
            self._taken.setdefault(name, Counter()).update(taken)

    def _clear(self, *, wait: bool) -> None:
        self._clearing = wait
        if not wait:
            self._cell.outputs = []
            self._displays, self._taken = {}, {}
            self._budget.cleared()

    def _update(self, content: dict[str, Any]) -> None:
        name = _display(content)
        shown = self._displays.get(name, [])
        if not shown or not isinstance(content.get("data"), dict):
            return
        if taken := self._budget.keeps("update_display_data", content, len(shown), self._taken[name]):
            self._taken[name] = taken
            for output in shown:
                output.data = dict(content["data"])


def _display(content: dict[str, Any]) -> str:
    transient = content.get("transient")
    name = transient.get("display_id") if isinstance(transient, dict) else None
    return name if isinstance(name, str) else ""


def _output(kind: str, content: dict[str, Any]) -> NotebookNode:
    """Return an output of whatever members came; `grader.kernel.outputs.clean` makes a sound one of it."""
    names = {"stream": ("name", "text"), "error": ("ename", "evalue", "traceback")}.get(kind, ("data",))
    return NotebookNode(output_type=kind, **{name: content.get(name) for name in names})
