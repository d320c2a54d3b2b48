"""The noun of handing back: a page is what it was when it was read, and digests change with what they stand for."""

from dataclasses import replace
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.handback.feedback import Earned, Page
from tests.support.handed_back import a_feedback


def test_a_page_is_read_as_it_was_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "hw3.html"
    path.write_bytes(b"<p>")
    page = Page.of(path)
    assert (page.name, page.read()) == ("hw3.html", b"<p>")
    path.write_bytes(b"<p>another")
    with pytest.raises(GraderError, match=r"it was written anew meanwhile\. Run the same command again"):
        page.read()
    path.unlink()
    with pytest.raises(GraderError, match="it cannot be read"):
        page.read()
    with pytest.raises(FileNotFoundError):
        Page.of(path)


def test_marks_are_all_that_a_student_has_to_be_told(tmp_path: Path) -> None:
    told = a_feedback(tmp_path)
    first, second = told.tasks
    changes: list[dict] = [{"task": "x"}, {"points": 1.0}, {"max": 11.0}, {"comment": "\ud800"}]
    changed = [
        replace(told, assignment="hw4"),
        replace(told, total=1.0),
        replace(told, max=21.0),
        replace(told, penalty=1.0),
        replace(told, tasks=(first,)),
        replace(told, tasks=(second, first)),
        *(replace(told, tasks=(first, replace(second, **change))) for change in changes),
    ]
    assert len({told.marks, *(each.marks for each in changed)}) == len(changed) + 1
    assert replace(told, pages=(), late_hours=3.0).marks == told.marks


def test_pages_may_change_while_marks_do_not(tmp_path: Path) -> None:
    told = a_feedback(tmp_path)
    [page] = told.pages
    others = [
        replace(told, pages=pages)
        for pages in ((), (page, page), (replace(page, name="a"),), (replace(page, digest="a"),))
    ]
    assert len({told.shown, *(each.shown for each in others)}) == 5
    assert replace(told, pages=(replace(page, path=Path("elsewhere")),), total=0.0).shown == told.shown


def test_a_task_without_a_comment_has_an_empty_one() -> None:
    assert Earned("score", 1, 2).comment == ""
