"""What is known of a submission beside its cells, on the way from its folder to its result."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from nbformat import NotebookNode

KEY = "grader"  # of a notebook's metadata; what a student writes there is dropped when the file is read


@dataclass(slots=True)
class Record:
    """Notes and facts about one submission; it travels in the notebook's metadata.

    Attributes:
        notes: a line for each thing that was repaired or left out, for student and staff.
        by_hand: grade ids of written answers that a person has to look at.
        content: the digest of all that was handed in; empty for a notebook that was not submitted.
        seen: facts for the instructor, and how often each was noticed; see `grader.observations`.
        passed: grade ids of the checks that passed where the notebook was written, as it says itself.
    """

    notes: list[str] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)
    content: str = ""
    seen: Counter[str] = field(default_factory=Counter)
    passed: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, notebook: NotebookNode) -> Self:
        """Return the record that a notebook carries, an empty one where it carries none."""
        held: dict[str, Any] = notebook.metadata.get(KEY, {})
        lists = {name: list(held.get(name, ())) for name in ("notes", "by_hand", "passed")}
        return cls(**lists, content=held.get("content", ""), seen=Counter(held.get("seen", {})))

    def put(self, notebook: NotebookNode) -> None:
        """Let a notebook carry this record, in place of any other."""
        notebook.metadata[KEY] = {**asdict(self), "seen": dict(self.seen)}

    @staticmethod
    def add_note(notebook: NotebookNode, line: str) -> None:
        """Add a note to the record that a notebook carries."""
        record = Record.of(notebook)
        record.notes.append(line)
        record.put(notebook)
