"""What is known of a submission travels with its notebook, and nothing of it gets lost on the way."""

from collections import Counter

import nbformat
from nbformat.v4 import new_notebook

from grader.record import Record


def test_a_record_comes_back_from_a_notebook_that_was_written_and_read() -> None:
    record = Record(["A cell was put back."], ["why"], "abc", Counter({"System call refused": 2}), ["score"])
    notebook = new_notebook()
    record.put(notebook)
    assert Record.of(nbformat.reads(nbformat.writes(notebook), 4)) == record


def test_a_notebook_without_a_record_has_an_empty_one() -> None:
    assert Record.of(new_notebook()) == Record()
    assert Record.of(new_notebook()).seen["anything"] == 0


def test_a_note_is_added_and_the_rest_stays() -> None:
    notebook = new_notebook()
    Record.add_note(notebook, "One.")
    Record(["One."], content="abc").put(notebook)
    Record.add_note(notebook, "Two.")
    assert Record.of(notebook) == Record(["One.", "Two."], content="abc")


def test_what_is_read_is_no_part_of_the_notebook() -> None:
    notebook = new_notebook()
    Record(["One."]).put(notebook)
    Record.of(notebook).notes.append("Two.")
    assert Record.of(notebook).notes == ["One."]
