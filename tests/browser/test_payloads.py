"""Whatever a student writes, nothing of it runs, loads or changes anything in the browser of whoever opens it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import Browser, Page

from grader.course import CONFIG, Course
from grader.notebooks import read_notebook
from grader.pipeline import attempt, preparation, steps
from grader.pipeline.converters import autograde
from grader.reports.grade_sheet import read_grade_sheet
from grader.reports.report import write_report
from tests.support import more_payloads, payloads
from tests.support.in_this_process import in_this_process
from tests.support.lab_server import jupyter
from tests.support.little_class import NAME, entries
from tests.support.little_class import hand_in as hand_in_plainly
from tests.support.payloads import CANARY, LOUD, TEXTS
from tests.support.watched_page import watched

# What nbgrader's own add_submission makes of SQLAlchemy 2.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")

STUDENT, UNCLEANED = "eve", "mallory"
NAMED = "<img src=x onerror=window.hurt=1>"
STOCK = """
c.HTMLExporter.template_name = "formgrade"
c.HTMLExporter.preprocessors = []
c.HTMLExporter.filters = {}
c.HTMLExporter.sanitize_html = False
"""


def hand_in(
    course: Course, student: str = STUDENT, make: Callable[..., dict[str, Any]] = more_payloads.hostile
) -> None:
    folder = course.root / "submitted" / student / NAME
    folder.mkdir(parents=True)
    notebook = make(read_notebook(course.notebook(NAME, "release")))
    (folder / f"{NAME}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (folder / "page.html").write_text(LOUD, encoding="utf-8")


@pytest.fixture(scope="module")
def graded(new_little: Callable[[Path], Course], tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A class in which one tries everything, graded and reported on."""
    course = new_little(tmp_path_factory.mktemp("pages") / "course")
    hand_in(course)
    for student in ("ada", NAMED):
        hand_in_plainly(course, student, "right")
    preparation.prepare(course, NAME)
    for student in (STUDENT, "ada"):
        attempt.grade_one(str(course.root), NAME, student)
    write_report(course.root, read_grade_sheet(course.root, NAME))
    return course


@pytest.fixture(scope="module")
def server(graded: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab in that course."""
    with jupyter(graded.root, tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture(scope="module")
def stock(
    new_little: Callable[[Path], Course], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Course, str]]:
    """A course whose formgrader shows nbgrader's own pages, and its address; one submission was not cleaned."""
    root = new_little(tmp_path_factory.mktemp("stock") / "course").root
    with (root / CONFIG).open("a") as config:
        config.write(STOCK)
    course = Course(root)
    hand_in(course)
    hand_in(course, UNCLEANED, payloads.hostile)  # nbconvert has no page for names of attachments that are not there
    preparation.prepare(course, NAME)
    autograde(course, NAME, STUDENT)
    with in_this_process() as patch:
        patch.setattr(steps, "sanitize_texts", lambda notebook, released: [])
        attempt.grade_one(str(course.root), NAME, UNCLEANED)
    with jupyter(course.root, tmp_path_factory.mktemp("server")) as address:
        yield course, address


def submission(course: Course, student: str = STUDENT) -> str:
    with Gradebook(course.database) as gradebook:
        return str(gradebook.find_submission_notebook(NAME, NAME, student).id)


def press_everything(page: Page) -> None:
    """Press what a student could have made to be pressed."""
    for text in ("press", "next"):
        for link in page.get_by_text(text, exact=True).all():
            link.dispatch_event("click")


def test_there_are_enough_payloads() -> None:
    assert len(TEXTS) > 40
    assert len(more_payloads.TEXTS) > 30


def test_the_formgraders_page_runs_nothing_and_no_score_changes(browser: Browser, graded: Course, server: str) -> None:
    before = entries(graded)
    with watched(browser, server) as seen:
        seen.page.goto(f"{server}/formgrader/submissions/{submission(graded)}/", wait_until="networkidle")
        press_everything(seen.page)
        assert seen.harm() == []
        assert seen.wrote == []
        assert "formgrader/submissions" in seen.page.url
        assert seen.page.get_by_text("Model answer and rubric, for staff only").is_visible()
        assert seen.page.locator("input.score").count() == 2
    assert entries(graded) == before


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (f"manage_submissions/{NAME}", NAMED),
        (f"gradebook/{NAME}/{NAME}", "Submission #1"),
        ("manage_students", STUDENT),
        (f"manage_students/{STUDENT}", NAME),
    ],
)
def test_the_formgraders_lists_run_nothing(browser: Browser, server: str, place: str, shown: str) -> None:
    with watched(browser, server) as seen:
        seen.page.goto(f"{server}/formgrader/{place}", wait_until="networkidle")
        assert seen.page.get_by_text(shown).first.is_visible()
        assert seen.harm() == []
        assert seen.wrote == []


def test_jupyterlab_runs_nothing(browser: Browser, graded: Course, server: str) -> None:
    with watched(browser, server) as seen:
        seen.page.goto(f"{server}/lab/tree/autograded/{STUDENT}/{NAME}/{NAME}.ipynb?reset")
        seen.page.wait_for_selector(".jp-MarkdownOutput", timeout=60_000)
        cells = seen.page.locator(".jp-Notebook .jp-Cell")
        for place in range(cells.count()):
            cells.nth(place).scroll_into_view_if_needed()
        press_everything(seen.page)
        assert seen.harm() == []
        assert [line for line in seen.wrote if "formgrader" in line or "terminals" in line] == []


@pytest.mark.parametrize("page", [f"feedback/{STUDENT}/{NAME}/{NAME}.html", f"reports/{NAME}/index.html"])
def test_pages_of_ours_run_nothing_and_load_nothing(browser: Browser, graded: Course, page: str) -> None:
    address = (graded.root / page).as_uri()
    assert [path.name for path in (graded.root / "feedback" / STUDENT / NAME).iterdir()] == [f"{NAME}.html"]
    with watched(browser, address) as seen:
        seen.page.goto(address)
        press_everything(seen.page)
        assert seen.harm() == []
        assert seen.page.url == address


def test_without_the_cleaning_the_formgrader_would_run_scripts(browser: Browser, stock: tuple[Course, str]) -> None:
    course, address = stock
    with watched(browser, address) as seen:
        seen.page.goto(f"{address}/formgrader/submissions/{submission(course, UNCLEANED)}/", wait_until="load")
        seen.page.wait_for_timeout(1500)
    assert f"{CANARY}/ran" in seen.asked
    assert f"{CANARY}/image.png" in seen.asked


def test_nbgraders_own_page_runs_nothing_of_what_was_cleaned(browser: Browser, stock: tuple[Course, str]) -> None:
    course, address = stock
    with watched(browser, address) as seen:
        seen.page.goto(f"{address}/formgrader/submissions/{submission(course)}/", wait_until="load")
        press_everything(seen.page)
        harm = [line for line in seen.harm() if "cdnjs" not in line]  # nbgrader's template loads MathJax from there
    assert harm == []
