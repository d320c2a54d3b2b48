"""The page and the table of likenesses: the same bytes for the same findings, and no markup of a student's."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from grader.course import Course
from grader.reports.similarity import page
from grader.reports.similarity.calibration import Line
from grader.reports.similarity.findings import Findings, Likeness, Side, Task, Two
from grader.reports.similarity.page import page_html, percent, shown, to_json, write

HOSTILE = "<script>alert(1)</script>"


def findings(people: int = 2, source: str = HOSTILE) -> Findings:
    side = Side(source, ((0, 8),))
    pairs = [
        Two((f"<b>s{place}", False), ("zoe", True), (Likeness("one", 0.87654, side, side),)) for place in range(people)
    ]
    task = Task("one", Line(50, 16, 120, 1, 2, 60), 9, 36, people, 0.87654, ("<i>short",), (), (("a", "b"),))
    return Findings("hw3", 9, 1, [task], pairs, {"<u>torn": f"it is {HOSTILE}"})


def test_nothing_of_a_student_becomes_markup() -> None:
    html = BeautifulSoup(page_html(findings(), 10), "html.parser")
    assert html.find(["script", "u", "i", "img"]) is None
    for said in (HOSTILE, "<b>s0", "zoe (earlier)", "<i>short", "<u>torn", "87 %"):
        assert said in html.get_text()
    assert [mark.get_text() for mark in html.find_all("mark")] == [HOSTILE[:8]] * 4


def test_the_page_shows_as_many_pairs_as_asked_for_and_the_table_all() -> None:
    html = BeautifulSoup(page_html(findings(5), 2), "html.parser").get_text()
    assert "<b>s1" in html
    assert "<b>s2" not in html
    assert len(json.loads(to_json(findings(5)))["pairs"]) == 5


def test_the_table_holds_no_text_of_an_answer_and_says_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST_PAIRS", 3)
    text = to_json(findings(5, source="x = answer(1)"))
    told = json.loads(text)
    assert (len(told["pairs"]), told["pairs_left_out"]) == (3, 2)
    assert told["pairs"][0] == {"left": "<b>s0", "right": "zoe (earlier)", "tasks": {"one": 0.8765}}
    assert told["tasks"][0]["highest"] == 0.8765
    assert "answer(1)" not in text


def test_a_very_long_answer_is_cut_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "SHOWN", 20)
    html = page_html(findings(1, source="y" * 8 + "z" * 100), 1)
    assert "y" * 8 in html
    assert "z" * 12 in html
    assert "z" * 13 not in html
    assert "[The rest is not shown.]" in html


def test_the_same_findings_give_the_same_bytes(tmp_path: Path) -> None:
    paths = write(Course(tmp_path), findings(), 10)
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == [
        "reports/hw3/similar.html",
        "reports/hw3/similar.json",
    ]
    before = [path.read_bytes() for path in paths]
    assert [path.read_bytes() for path in write(Course(tmp_path), findings(), 10)] == before


@pytest.mark.parametrize(("share", "text"), [(1.0, "100 %"), (0.999, "99 %"), (0.29, "29 %"), (0.0, "0 %")])
def test_only_all_of_it_is_a_hundred_percent(share: float, text: str) -> None:
    assert percent(share) == text


def test_an_earlier_person_is_called_so() -> None:
    assert (shown(("ada", False)), shown(("ada", True))) == ("ada", "ada (earlier)")
