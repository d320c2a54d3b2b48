"""The feedback page in a real browser: readable on a phone, in the dark, without scripts, and it asks for nothing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from playwright.sync_api import Browser, Page

from grader.marks import Entry, Mark, Marks, Task
from grader.pages.feedback_page import Sources, page_html, unjudged_html
from grader.results import CheckResult, Outcome, Status, SubmissionResult, TaskResult
from tests.support.answered import graded, png, released

LONG = "supercalifragilistic" * 20
WIDE = [
    "$$\\frac{a}{b}$$",
    "$$" + " + ".join(f"x_{{{number}}}" for number in range(80)) + "$$",
    "|" + "a long heading|" * 12 + "\n|" + "-|" * 12 + "\n|" + f"{LONG}|" * 12,
    f"A word, {LONG}, and `{LONG}`\n\n> quoted\n\n# A heading\n\n- [a link](https://example.org)",
    "![](data:image/png;base64," + png() + ")",
    "$\\begin{pmatrix}" + " & ".join("abcdefghijkl") + "\\end{pmatrix}$",
]
HOSTILE = [
    "<script>document.title = 'run'; alert(1)</script>",
    "<img src='http://example.org/a.png' onerror='alert(1)'><img src=x onerror=alert(1)>",
    "<svg onload=alert(1)></svg><iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<style>body { background: url(http://example.org/b.png) }</style><link rel=stylesheet href=http://example.org>",
    "<meta http-equiv=refresh content='0;url=http://example.org'><base href='http://example.org/'>",
    "<details open ontoggle=alert(1)>x</details><input autofocus onfocus=alert(1)>",
    "$\\text{<img src=x onerror=alert(1)>}$ <math><mtext><img src=x onerror=alert(1)></mtext></math>",
    "![x](http://example.org/c.png) [x](javascript:alert(1)) <a href='javascript:alert(1)'>x</a>",
]


def result() -> SubmissionResult:
    tests = tuple(
        CheckResult(f"The {outcome.name.lower()} test", outcome, 0, 1, f"Got {LONG}. Is it?") for outcome in Outcome
    )
    return SubmissionResult(
        "double", Status.NEEDS_ATTENTION, 0, 4, (TaskResult("double", 0, 4, tests),), "its time was used up", "ada",
        ("A cell was put back.",), (f"File left out: {LONG}",),
    )  # fmt: skip


def marks(*, marked: bool) -> Marks:
    why = Mark(None, 8, 1, False) if marked else Mark(None, None, 0, True)
    entry = Entry({"double": Mark(0, None, 0, False), "why": why}, 36, 2)
    return Marks(
        (Task("double", 4), Task("why", 10, by_hand=True)), entry, {"why": f"Well seen. {LONG}"} if marked else {}
    )


def html(kind: str) -> str:
    notebook, sources = graded(), Sources("double", released(), result(), marks(marked=kind == "marked"))
    if kind == "unjudged":
        return unjudged_html(replace(sources, result=replace(result(), tasks=()), marks=marks(marked=True)))
    notebook.cells += [new_markdown_cell(source) for source in (HOSTILE if kind == "hostile" else WIDE)]
    text = f"x = '{LONG}'  # a comment\nfor number in range(10): print({LONG})"
    outputs = [new_output("stream", text=LONG), new_output("error", ename="E", evalue="v", traceback=[LONG])]
    notebook.cells.append(new_code_cell(text, outputs=outputs))
    return page_html(notebook, sources)


KINDS = ("unmarked", "marked", "unjudged", "hostile")
Open = Callable[..., tuple[Page, list[str]]]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a page; what it asked for meanwhile, dialogs included."""
    contexts = []

    def opened(kind: str, *, width: int = 1280, scheme: str = "light", **options: bool) -> tuple[Page, list[str]]:
        path = tmp_path / f"{kind}.html"
        path.write_text(html(kind), encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **options)
        contexts.append(context)
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
        page.goto(path.as_uri())
        for details in page.locator("summary").all():
            details.click()
        page.wait_for_timeout(100)
        return page, [url for url in asked if not url.startswith("data:image/") and url != path.as_uri()]

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_asks_for_nothing_and_runs_nothing(opened: Open, kind: str) -> None:
    page, asked = opened(kind)
    assert asked == []
    assert page.title() in ("double: feedback", "double: not graded yet")


@pytest.mark.parametrize(("kind", "width"), [*((kind, 390) for kind in KINDS), ("marked", 1280)])
def test_the_page_is_no_wider_than_the_screen(opened: Open, kind: str, width: int) -> None:
    page, _ = opened(kind, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize(
    ("kind", "scheme"), [("marked", "light"), ("marked", "dark"), ("unmarked", "light"), ("unjudged", "dark")]
)
def test_axe_finds_nothing_serious(opened: Open, kind: str, scheme: str) -> None:
    page, _ = opened(kind, width=390, scheme=scheme, bypass_csp=True)  # axe is a script
    found = Axe().run(page).response["violations"]
    assert [
        (finding["id"], finding["nodes"][0]["html"])
        for finding in found
        if finding["impact"] in ("serious", "critical")
    ] == []


def test_axe_would_find_an_unreadable_page(opened: Open) -> None:
    page, _ = opened("marked", bypass_csp=True)
    page.evaluate("document.querySelectorAll('img').forEach(image => image.removeAttribute('alt'))")
    assert "image-alt" in {finding["id"] for finding in Axe().run(page).response["violations"]}


def test_without_scripts_all_can_be_read_and_the_contents_lead_to_the_tasks(opened: Open) -> None:
    page, _ = opened("marked", java_script_enabled=False)
    assert page.get_by_text("assert double(2) == 4").is_visible()
    page.get_by_role("navigation").get_by_role("link", name="Task 2: why").click()
    assert page.url.endswith("#task-2")
    assert page.get_by_role("heading", name="Task 2: why", exact=True).is_visible()


def test_formulas_are_drawn_by_the_browser_itself(opened: Open) -> None:
    page, _ = opened("unmarked", java_script_enabled=False)
    fraction = page.locator("mfrac").first
    above, below = (fraction.locator("> *").nth(place).bounding_box() for place in (0, 1))
    assert above is not None
    assert below is not None
    assert above["y"] + above["height"] <= below["y"] + 1
