"""A TA marks a written answer in the formgrader, and the student reads it: figures, rubric, points and comment."""

from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_output
from nbgrader.api import Gradebook
from playwright.sync_api import Browser, Page, expect

from grader import cli
from grader.bank import answers
from grader.course import Course
from grader.notebooks import read_notebook
from grader.pipeline import attempt, preparation
from tests.support.drawn import picture
from tests.support.lab_server import TOKEN, jupyter
from tests.support.little_class import NAME

# What nbgrader's own add_submission makes of SQLAlchemy 2.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")

ADA, BEN = "ada", "ben"
DRAW = "import base64\nfrom IPython.display import Image, display\ndisplay(Image(data=base64.b64decode({!r})))"
MODEL = "Because doubling is linear."


@pytest.fixture(scope="module")
def graded(new_little: Callable[[Path], Course], tmp_path_factory: pytest.TempPathFactory) -> Course:
    """One who handed in the notebook with its figure, and one who cleared it; both draw another while grading."""
    course = new_little(tmp_path_factory.mktemp("marking") / "course")
    given = {NAME: "def double(number):\n    return 2 * number", "why": "Since $2(a + b) = 2a + 2b$."}
    for student, outputs in ((ADA, [new_output("display_data", {"image/png": picture((7, 7))})]), (BEN, [])):
        notebook = answers.compose(read_notebook(course.notebook(NAME, "release")), given)
        notebook.cells.append(new_code_cell(DRAW.format(picture((5, 5))), outputs=outputs))
        folder = course.root / "submitted" / student / NAME
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{NAME}.ipynb")
    preparation.prepare(course, NAME)
    for student in (ADA, BEN):
        attempt.grade_one(str(course.root), NAME, student)
    return course


@pytest.fixture(scope="module")
def server(graded: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab in that course."""
    with jupyter(graded.root, tmp_path_factory.mktemp("server")) as address:
        yield address


def opened(page: Page, server: str, course: Course, student: str) -> Page:
    """The formgrader's page of a submission."""
    with Gradebook(course.database) as gradebook:
        key = gradebook.find_submission_notebook(NAME, NAME, student).id
    page.goto(f"{server}/login?token={TOKEN}")
    page.goto(f"{server}/formgrader/submissions/{key}/", wait_until="networkidle")
    return page


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    """A TA's window."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        yield context.new_page()


def feedback(course: Course, student: str) -> str:
    return (course.root / "feedback" / student / NAME / f"{NAME}.html").read_text(encoding="utf-8")


def test_the_figure_that_was_handed_in_is_shown_and_said_to_be(window: Page, graded: Course, server: str) -> None:
    page = opened(window, server, graded, ADA)
    expect(page.get_by_text("Figure as handed in:")).to_be_visible()
    sizes = page.eval_on_selector_all(".output_png img", "all => all.map(image => image.naturalWidth)")
    assert sizes == [7]
    assert "as handed in" in feedback(graded, ADA)


def test_where_none_was_handed_in_the_drawn_one_says_so(window: Page, graded: Course, server: str) -> None:
    page = opened(window, server, graded, BEN)
    expect(page.get_by_text("Figure drawn while grading:")).to_be_visible()
    assert "drawn while grading" in feedback(graded, BEN)
    assert "as handed in" not in feedback(graded, BEN)


def test_the_model_answer_stands_where_staff_mark_and_nowhere_else(window: Page, graded: Course, server: str) -> None:
    page = opened(window, server, graded, ADA)
    expect(page.locator(".staff-only")).to_contain_text(MODEL)
    for room in ("autograded", "feedback", "release"):
        for path in (graded.root / room).rglob("*"):
            assert not path.is_file() or MODEL.encode() not in path.read_bytes(), path


def test_formulas_are_shown_without_the_network(window: Page, graded: Course, server: str) -> None:
    page = opened(window, server, graded, ADA)
    assert page.locator("math").count() == 1
    assert page.locator("math").first.bounding_box() is not None


def test_what_is_typed_reaches_the_student(window: Page, graded: Course, server: str) -> None:
    assert "not graded yet" in feedback(graded, ADA)
    page = opened(window, server, graded, ADA)
    with page.expect_response(lambda answer: "/api/comment/" in answer.url and answer.request.method == "PUT"):
        page.locator("#why-comment").fill("Say what linear means.")
        page.locator("#why-comment").press("Escape")
    with page.expect_response(lambda answer: "/api/grade/" in answer.url and answer.request.method == "PUT"):
        page.locator("#why").fill("1.5")
        page.locator("#why").press("Escape")
    said = CliRunner().invoke(cli.main, ["--course", str(graded.root), "report", NAME])
    assert said.exit_code == 0, said.output
    shown = feedback(graded, ADA)
    assert "not graded yet" not in shown
    for text in ("Say what linear means.", "1.5&nbsp;/&nbsp;2", "5.5&nbsp;/&nbsp;6"):
        assert text in shown
    assert "Say what linear means." not in feedback(graded, BEN)


def test_a_score_that_is_set_in_the_formgrader_is_told(window: Page, graded: Course, server: str) -> None:
    page = opened(window, server, graded, BEN)
    with page.expect_response(lambda answer: "/api/grade/" in answer.url and answer.request.method == "PUT"):
        page.locator(f"#{NAME}").fill("1")
        page.locator(f"#{NAME}").press("Escape")
    CliRunner().invoke(cli.main, ["--course", str(graded.root), "report", NAME])
    for name in ("index.html", "grades.csv"):
        assert f"{NAME}: 1 by hand, 4 by its tests" in (graded.root / "reports" / NAME / name).read_text()
