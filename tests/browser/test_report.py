"""The class report in a browser: safe, and readable for everybody, on a desk and on a phone, light and dark."""

import dataclasses
import io
import shutil
from pathlib import Path
from urllib.parse import unquote, urlsplit

import numpy as np
import pytest
from nbgrader.api import Gradebook
from PIL import Image

from grader.reports.grade_sheet import read_grade_sheet
from grader.reports.report import write_report
from grader.results import Outcome
from tests.support.browsing import DESKTOP, PHONE, violations
from tests.support.made_up_class import HW, a_result, hand_in, make_class, mark, save

pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")
LOOKS = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
WIDTHS = pytest.mark.parametrize("width", [DESKTOP, PHONE], ids=["desktop", "phone"])


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a report that has everything a report can have."""
    root = tmp_path_factory.mktemp("course")
    make_class(root)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        mark(book, "student03", "langevin", manual_score=25)
        mark(book, "student05", "loss", extra_credit=2)
        hand_in(root, book, "gone", ("Gone", "Away"))
    save(root, a_result("gone", 5))
    shutil.rmtree(root / "submitted" / "gone")
    blank = a_result("student02", 0)
    tasks = [
        dataclasses.replace(
            task,
            tests=tuple(dataclasses.replace(test, outcome=Outcome.NOT_ATTEMPTED, message="") for test in task.tests),
        )
        for task in blank.tasks
    ]
    save(root, dataclasses.replace(blank, tasks=tuple(tasks)))
    for student in ("student00", "student01", "ünï-çødé-学生"):
        page = root / "feedback" / student / HW / f"{HW}.html"
        page.parent.mkdir(parents=True)
        page.write_text("<title>feedback</title>")
    return write_report(root, read_grade_sheet(root, HW)).page.as_uri()


@LOOKS
@WIDTHS
def test_axe_finds_nothing_serious(report, page, width, dark):
    assert violations(page(report, width=width, dark=dark).page) == []


@WIDTHS
def test_nothing_but_the_page_is_asked_for_and_no_script_runs(report, page, width):
    visit = page(report, width=width)
    visit.page.wait_for_load_state("networkidle")
    assert [address for address in visit.requests if not address.startswith("data:image/svg+xml")] == [report]
    assert (visit.errors, visit.dialogs) == ([], [])


@WIDTHS
def test_the_page_is_no_wider_than_its_window(report, page, width):
    assert page(report, width=width).overflow <= 0


@LOOKS
def test_page_and_figures_follow_the_readers_choice_of_colours(report, page, dark):
    shown = page(report, dark=dark).page
    pictures = [shown.screenshot(), *(image.screenshot() for image in shown.locator("figure img").all())]
    assert len(pictures) == 3
    for picture in pictures:
        grey = np.asarray(Image.open(io.BytesIO(picture)).convert("L"), dtype=float)
        assert np.median(grey) < 60 if dark else np.median(grey) > 200
        contrast = np.percentile(grey, 99.5) - np.percentile(grey, 0.5)
        assert contrast > 120  # what is drawn can be seen


def test_every_figure_says_in_words_what_it_shows(report, page):
    images = page(report).page.locator("img")
    texts = [images.nth(place).get_attribute("alt") or "" for place in range(images.count())]
    assert len(texts) == 2
    assert all(len(text) > 40 for text in texts)


def test_the_links_lead_to_the_feedback_pages_and_there_is_none_without_one(report, page):
    visit = page(report)
    addresses = {link.evaluate("link => link.href") for link in visit.page.locator("a").all()}
    files = [Path(unquote(urlsplit(address).path)) for address in addresses]
    assert sorted(file.parent.parent.name for file in files) == ["student00", "student01", "ünï-çødé-学生"]
    assert all(file.is_file() for file in files)
    visit.page.locator("#students a").first.click()
    assert visit.page.title() == "feedback"


def test_the_page_is_whole_without_scripts(report, page):
    shown = page(report, scripts=False).page
    for text in ("langevin: 25 by hand", "loss: 2 extra", "nothing handed in any more", "Not attempted"):
        assert shown.get_by_text(text).first.is_visible()
