"""The report's figures stand inside a page, repeat byte for byte, and take whatever a class earned."""

import base64
import xml.etree.ElementTree as ElementTree

import matplotlib as mpl
import pytest

from grader.reports.figures import tasks_figure, totals_figure

PREFIX = "data:image/svg+xml;base64,"


def drawing(address: str) -> str:
    assert address.startswith(PREFIX)
    text = base64.b64decode(address.removeprefix(PREFIX), validate=True).decode("utf-8")
    assert ElementTree.fromstring(text).tag.endswith("svg")
    return text


@pytest.mark.parametrize("totals", [[50.0], [0.0] * 40, [100.0, 0.0, 33.3], [-5.0, 120.0], [0.0]])
def test_any_totals_make_a_figure_that_repeats(totals: list[float]) -> None:
    figure = totals_figure(totals, 100)
    assert "prefers-color-scheme: dark" in drawing(figure)
    assert totals_figure(totals, 100) == figure
    assert totals_figure([*totals, 77.0], 100) != figure


def test_an_assignment_without_points_has_a_figure_too() -> None:
    drawing(totals_figure([0.0], 0))


@pytest.mark.parametrize(
    "shares",
    [
        [("score", [0.5, 1.0]), ("loss", [])],
        [("a" * 100, [0.0])],
        [(r"$\frac{1}{$ <script>&", [1.1])],  # no formula, and no markup
        [(f"task {place}", [place / 40]) for place in range(40)],
    ],
)
def test_any_tasks_make_a_figure(shares: list[tuple[str, list[float]]]) -> None:
    text = drawing(tasks_figure(shares))
    assert "<script" not in text
    assert tasks_figure(shares) == tasks_figure(shares)


def test_nothing_of_the_process_s_own_settings_shows_or_is_changed() -> None:
    figure, before = totals_figure([50.0], 100), dict(mpl.rcParams)
    with mpl.rc_context({"font.size": 40, "axes.facecolor": "red"}):
        assert "#ff0000" not in drawing(totals_figure([50.0], 100))
    assert dict(mpl.rcParams) == before
    assert totals_figure([50.0], 100) == figure
