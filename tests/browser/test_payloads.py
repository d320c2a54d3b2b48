"""Whatever a student writes, nothing of it runs, loads or changes anything in the browser of whoever opens it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import Browser, BrowserContext, Page

from grader.course import CONFIG, Course
from grader.notebooks import read_notebook
from grader.pipeline import attempt, preparation, steps
from grader.pipeline.converters import autograde
from grader.reports.grade_sheet import read_grade_sheet
from grader.reports.report import write_report
from tests.support import more_payloads, payloads
from tests.support.lab_server import TOKEN, jupyter
from tests.support.little_class import NAME, entries
from tests.support.little_class import hand_in as hand_in_plainly
from tests.support.payloads import CANARY, LOUD, TEXTS

# What nbgrader's own add_submission makes of SQLAlchemy 2.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")

STUDENT = "eve"
NAMED = "<img src=x onerror=window.hurt=1>"
STOCK = """
c.HTMLExporter.template_name = "formgrade"
c.HTMLExporter.preprocessors = []
c.HTMLExporter.filters = {}
c.HTMLExporter.sanitize_html = False
"""
HURT = "() => Boolean(window.hurt) || document.title.includes('hurt')"


def hand_in(course: Course, make: Callable[..., dict[str, Any]] = more_payloads.hostile) -> None:
    folder = course.root / "submitted" / STUDENT / NAME
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


class Watched:
    """A page, and everything it did that no page of ours may do."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.page: Page = context.new_page()
        self.home = home
        self.asked: list[str] = []
        self.wrote: list[str] = []
        self.dialogs: list[str] = []
        self.page.on("request", self._note)
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))

    def _note(self, request: Any) -> None:
        if not request.url.startswith((self.home, "data:", "blob:", "about:")):
            self.asked.append(request.url)
        if request.method != "GET":
            self.wrote.append(f"{request.method} {request.url.removeprefix(self.home)}")

    def harm(self) -> list[str]:
        """What happened that must not."""
        self.page.wait_for_timeout(1500)
        hurt = [frame.url for frame in self.page.frames if frame.evaluate(HURT)]
        return [*self.asked, *self.dialogs, *(f"a script ran in {url}" for url in hurt)]


@contextmanager
def watched(browser: Browser, home: str) -> Iterator[Watched]:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        if home.startswith("http"):
            context.new_page().goto(f"{home}/login?token={TOKEN}")
        yield Watched(context, home)


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


@pytest.mark.usefixtures("unlimited")
def test_without_the_cleaning_the_formgrader_would_run_scripts(
    browser: Browser, laid: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(laid, payloads.hostile)  # nbconvert has no page for names of attachments that are not there
    with (laid.root / CONFIG).open("a") as config:
        config.write(STOCK)
    monkeypatch.setattr(steps, "sanitize_texts", lambda notebook, released: [])
    course = Course(laid.root)
    attempt.grade_one(str(course.root), NAME, STUDENT)
    with jupyter(course.root, tmp_path) as address, watched(browser, address) as seen:
        seen.page.goto(f"{address}/formgrader/submissions/{submission(course)}/", wait_until="load")
        seen.page.wait_for_timeout(1500)
    assert f"{CANARY}/ran" in seen.asked
    assert f"{CANARY}/image.png" in seen.asked


def test_nbgraders_own_page_runs_nothing_of_what_was_cleaned(browser: Browser, laid: Course, tmp_path: Path) -> None:
    hand_in(laid)
    with (laid.root / CONFIG).open("a") as config:
        config.write(STOCK)
    course = Course(laid.root)
    autograde(course, NAME, STUDENT)
    with jupyter(course.root, tmp_path) as address, watched(browser, address) as seen:
        seen.page.goto(f"{address}/formgrader/submissions/{submission(course)}/", wait_until="load")
        press_everything(seen.page)
        harm = [line for line in seen.harm() if "cdnjs" not in line]  # nbgrader's template loads MathJax from there
    assert harm == []
