"""Outputs of a cell are those of its messages: shown, updated, cleared, within a budget, whatever the messages hold."""

from typing import Any

import pytest
from nbformat.v4 import new_code_cell

from grader.kernel.cell_outputs import CellOutputs
from grader.kernel.output_budget import OutputBudget


def shown(*messages: tuple[str, dict[str, Any]]) -> list[Any]:
    """What a cell shows after some messages: of each output its text, or its name and text."""
    cell = new_code_cell()
    outputs = CellOutputs(cell, OutputBudget(1 << 20, 1 << 24))
    for kind, content in messages:
        outputs.add(kind, content)
    return [output.get("text", (output.get("data") or {}).get("text/plain")) for output in cell.outputs]


def display(text: str, name: object = None, kind: str = "display_data") -> tuple[str, dict[str, Any]]:
    return kind, {"data": {"text/plain": text}, "transient": {"display_id": name}}


def text(said: str) -> tuple[str, dict[str, Any]]:
    return "stream", {"name": "stdout", "text": said}


CLEAR, WAIT = ("clear_output", {"wait": False}), ("clear_output", {"wait": True})


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ([text("a"), display("b"), display("c", kind="execute_result")], ["a", "b", "c"]),
        ([("comm_open", {}), ("status", {}), ("no such kind", {})], []),
        ([display("a", "x"), display("b", "x"), display("c", "x", "update_display_data")], ["c", "c"]),
        ([display("a", "x"), display("c", "y", "update_display_data")], ["a"]),
        ([display("a"), display("c", None, "update_display_data")], ["a"]),
        ([text("a"), CLEAR, text("b")], ["b"]),
        ([text("a"), WAIT], ["a"]),
        ([text("a"), WAIT, text("b")], ["b"]),
        ([display("a", "x"), CLEAR, display("b", "x", "update_display_data")], []),
        ([display("a", {"no": "name"}), ("display_data", {"data": {"text/plain": "b"}, "transient": 7})], ["a", "b"]),
        ([display("a", "x"), ("update_display_data", {"transient": {"display_id": "x"}, "data": 7})], ["a"]),
    ],
)
def test_a_cell_shows_what_its_messages_say(messages: list[tuple[str, dict[str, Any]]], expected: list[str]) -> None:
    assert shown(*messages) == expected


def test_an_error_keeps_its_parts() -> None:
    cell = new_code_cell()
    content = {"ename": "ValueError", "evalue": "no", "traceback": ["a line"], "more": "dropped"}
    CellOutputs(cell, OutputBudget(1 << 20, 1 << 24)).add("error", content)
    assert dict(cell.outputs[0]) == {"output_type": "error", **{name: content[name] for name in list(content)[:3]}}


def test_outputs_of_an_earlier_run_are_replaced() -> None:
    cell = new_code_cell(outputs=[{"output_type": "stream", "name": "stdout", "text": "old"}])
    CellOutputs(cell, OutputBudget(1 << 20, 1 << 24))
    assert cell.outputs == []
