"""The command: a class with copies, damaged files and hostile text; what staff is told, and what it is not told."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner, Result

from grader import cli
from grader.confidential import Confidential
from grader.course import Course
from grader.notebooks import read_notebook
from tests.grader.reports.similarity.test_likeness import made_up

HOSTILE = "# </pre><script>alert(1)</script><img src=x> & \x1b[31m \u202e {{ 7 * 7 }}\n"
WORDS = re.compile(r"plagiar|cheat|guilt|innocen|suspect|copied|copying|misconduct|dishonest|fraud|offen[cs]e", re.I)
ROOT = Path(__file__).parents[3]


def source(seed: int) -> str:
    return made_up(seed).replace("answer(a, b, c)", "double(number)")


def hand_in(course: Course, student: str, code: str, room: str = "submitted") -> Path:
    notebook = read_notebook(course.notebook("double", "release"))
    next(cell for cell in notebook.cells if cell.id == "task-1-answer").source = code
    path = course.root / room / student / "double" / "double.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    return path


def similar(course: Course, *arguments: object) -> Result:
    return CliRunner().invoke(cli.main, ["--course", str(course.root), "similar", "double", *map(str, arguments)])


@pytest.fixture
def taught(little: Course, unlimited: None) -> Course:
    """A class of five: two answers alike, one that is not, a damaged file, a name that looks like HTML."""
    hand_in(little, "ada", source(1))
    hand_in(little, "ben", source(2))
    hand_in(little, "<b>eve", HOSTILE + source(1).replace("number", "n"))
    hand_in(little, "dan", source(3)).write_text('{"cells": [')
    hand_in(little, "blank", "def double(number):\n    pass")
    return little


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.marked: list[str] = []
        self.last = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.last = tag
        assert not any(name.startswith("on") or (value or "").startswith("javascript") for name, value in attrs)

    def handle_data(self, data: str) -> None:
        if self.last == "mark":
            self.marked.append(data)
            self.last = ""


def test_when_two_answers_are_alike_then_both_are_shown_and_a_person_is_asked_to_read_them(taught):
    done = similar(taught)
    assert done.exit_code == 1, done.output
    assert "double-answer 100 %" in done.stdout
    assert "Not compared: dan: double.ipynb is not a readable notebook: it is truncated" in done.stderr
    page = taught.root / "reports" / "double" / "similar.html"
    table = json.loads(page.with_suffix(".json").read_text())
    assert table["pairs"] == [{"left": "<b>eve", "right": "ada", "tasks": {"double-answer": 1.0}}]
    assert list(table["not_compared"]) == ["dan"]
    assert table["tasks"][0]["short"] == ["blank"]
    assert "ada" in page.read_text()


def test_when_students_write_html_then_the_page_shows_it_and_has_no_script(taught):
    similar(taught)
    text = (taught.root / "reports" / "double" / "similar.html").read_text()
    page = Page(text)
    assert not page.tags & {"script", "img", "b", "iframe"}
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "{{ 7 * 7 }}" in text
    assert not re.search("[\x00-\x08\x1b\u202e]", text)
    assert len(page.marked) == 2
    assert all("*" in part or "=" in part for part in page.marked)


def test_when_the_same_class_is_compared_again_then_every_byte_is_the_same(taught):
    seen = [
        (done.stdout, (taught.root / "reports" / "double" / "similar.html").read_bytes())
        for done in (similar(taught, "--json"), similar(taught, "--json"))
    ]
    assert seen[0] == seen[1]
    assert json.loads(seen[0][0])["students"] == 4


@pytest.mark.parametrize("named", ["earlier", "earlier/submitted"])
def test_when_an_earlier_class_is_named_then_it_is_compared_with_this_one_alone(taught, tmp_path, named):
    for student, seed in (("old-a", 2), ("old-b", 5), ("old-c", 5)):
        hand_in(taught, student, source(seed), "earlier/submitted")
    (taught.root / "earlier" / "nbgrader_config.py").touch()
    (taught.root / "earlier" / "submitted" / "link").symlink_to(tmp_path)
    done = similar(taught, "--with", taught.root / named, "--json")
    table = json.loads(done.stdout)
    pairs = {(pair["left"], pair["right"]) for pair in table["pairs"]}
    assert pairs == {("<b>eve", "ada"), ("ben", "old-a (earlier)")}
    assert (table["students"], table["earlier"]) == (4, 3)


def test_when_only_one_pair_is_wanted_then_the_rest_is_counted(taught):
    hand_in(taught, "fay", source(2))
    done = similar(taught, "--top", 1)
    assert "1 more pair reaches the line: see similar.json" in done.stdout
    assert "1 of 2 pairs of people are shown" in (taught.root / "reports/double/similar.html").read_text()


def test_when_nothing_is_alike_then_it_says_so_and_exits_0(little, unlimited):
    hand_in(little, "ada", source(1))
    hand_in(little, "ben", source(2))
    done = similar(little)
    assert (done.exit_code, "No pair of answers reaches the line of its task." in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--with", "submitted"], "this is the class itself. It is compared anyway: leave --with out."),
        (["--with", "tests/double"], "it holds no submissions. Name a folder with a folder of each student"),
        (["--with", "nowhere"], "does not exist"),
        (["--top", "0"], "Invalid value for '--top'"),
    ],
)
def test_when_an_argument_cannot_be_used_then_one_line_says_why(little, monkeypatch, arguments, told):
    hand_in(little, "ada", source(1))
    monkeypatch.chdir(little.root)
    done = similar(little, *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr


def test_when_nobody_handed_in_then_the_remedy_says_where_to_put_it(little):
    done = similar(little)
    assert done.exit_code == 2
    assert "no submissions. Put them into submitted/<student>/double/." in done.stderr


def test_when_a_kernel_runs_then_it_sees_no_reports(little):
    assert Confidential.of(little.config).shown_by(little.root / "reports" / "double")


def test_nothing_that_is_told_says_more_than_likeness(taught):
    done = similar(taught)
    page = (taught.root / "reports" / "double" / "similar.html").read_text()
    files = [*(ROOT / "grader" / "reports" / "similarity").glob("*.py"), ROOT / "docs" / "similarity.md"]
    files += [ROOT / "grader" / "commands" / "similar.py", ROOT / "grader" / "pages" / "templates" / "similar.html.j2"]
    for text in (done.output, page, *(path.read_text() for path in files)):
        assert not WORDS.search(text)
