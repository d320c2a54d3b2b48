"""What is released is what was proven, whatever happens meanwhile."""

import pytest

from grader.course import Course
from grader.pipeline import preparation
from grader.release import proof, release
from tests.support import little_class
from tests.support.released_again import NAME, edit, enter, read_only, task

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own, about its models


def test_when_the_master_is_edited_while_it_is_proven_then_what_was_proven_is_released(laid, monkeypatch):
    enter(laid)
    before = little_class.entries(laid)
    edit(laid, read_only)

    def prove(trial: Course, assignment: str) -> list[str]:
        assert little_class.entries(laid) == before
        edit(laid, task)
        (laid.root / "source" / NAME / "data.csv").write_text("1")
        for path in (trial.root / "tests" / NAME / "__pycache__", laid.root / "source" / NAME / ".ipynb_checkpoints"):
            path.mkdir(exist_ok=True)
            (path / "left").write_text("")
        return ["proven"]

    monkeypatch.setattr(proof, "prove", prove)
    proven, changes, edited = release.release(laid, NAME)
    assert (proven, "added rules for" in changes) == ("proven", True)
    files = "source/double/data.csv, source/double/double.ipynb"
    assert edited == f"edited during the release and not included: {files}; release again"
    for room in ("release", "solutions"):
        assert "rules" in laid.notebook(NAME, room).read_text()
        assert "triple" not in laid.notebook(NAME, room).read_text()
    archive = laid.root / "release" / "double.zip"
    assert laid.notebook(NAME, "release").read_bytes() in archive.read_bytes()  # stored as it is
    assert preparation.prepare(laid, NAME) == []
