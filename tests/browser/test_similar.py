"""The page of likenesses in a browser: readable on a desk and on a phone, light and dark, and no script runs."""

from pathlib import Path

import pytest

from grader.reports.similarity.calibration import Line
from grader.reports.similarity.findings import find
from grader.reports.similarity.likeness import Answer
from grader.reports.similarity.page import page_html
from grader.reports.similarity.texts import Collected
from tests.grader.reports.similarity.test_likeness import made_up
from tests.support.browsing import DESKTOP, PHONE, violations

LOOKS = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
WIDTHS = pytest.mark.parametrize("width", [DESKTOP, PHONE], ids=["desktop", "phone"])
HOSTILE = "# </pre><script>alert(1)</script><img src='http://example.org/x' onerror='alert(2)'>\n"


@pytest.fixture(scope="module")
def similar(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a page that has everything such a page can have."""
    answers = [
        *(Answer(f"<b>student {number}</b>", HOSTILE + made_up(1) + "x" * 400) for number in range(3)),
        *(Answer(f"many-{number}", made_up(2)) for number in range(4)),
        Answer("blank", ""),
        Answer("long", "x" * 60_000),
        Answer("before", made_up(1), earlier=True),
    ]
    collected = Collected({"score-answer": answers}, [], len(answers) - 1, 1, {"torn": "it is truncated"})
    found = find("hw3", collected, {"score-answer": Line(50, 16, 120, 1, 2, 60)})
    assert found.people
    assert found.tasks[0].groups
    page = tmp_path_factory.mktemp("similar") / "similar.html"
    page.write_text(page_html(found, 20), encoding="utf-8")
    return Path(page).as_uri()


@LOOKS
@WIDTHS
def test_axe_finds_nothing_serious(similar, page, width, dark):
    assert violations(page(similar, width=width, dark=dark).page) == []


@WIDTHS
def test_nothing_but_the_page_is_asked_for_and_no_script_runs(similar, page, width):
    visit = page(similar, width=width)
    assert (visit.requests, visit.errors, visit.dialogs) == ([similar], [], [])


@WIDTHS
def test_the_page_is_no_wider_than_its_window(similar, page, width):
    assert page(similar, width=width).overflow <= 0
