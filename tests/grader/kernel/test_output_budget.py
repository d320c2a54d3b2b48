"""What cells put out is kept within one budget for all of them; what does not fit is told once."""

from typing import Any

import pytest

from grader.kernel import output_budget
from grader.kernel.output_budget import OutputBudget


def picture(size: int) -> dict[str, Any]:
    return {"data": {"image/png": "A" * size, "text/html": "<b>" * 1000}, "metadata": {"x": "y" * 1000}}


def kept(budget: OutputBudget, cells: int, size: int) -> int:
    """How many of some cells' pictures are kept, one in each cell."""
    count = 0
    for _ in range(cells):
        budget.begin()
        count += bool(budget.keeps("display_data", picture(size)))
    return count


def test_all_cells_together_have_one_budget() -> None:
    budget = OutputBudget(4_000_000, 24_000_000)
    assert kept(budget, 60, 3_000_000) == 7
    assert budget.cut
    assert "4 MB of one cell, or 24 MB" in OutputBudget(4 << 20, 24 << 20).note


def test_dozens_of_ordinary_figures_fit() -> None:
    budget = OutputBudget(4 << 20, 24 << 20)
    assert kept(budget, 80, 250_000) == 80
    assert not budget.cut


def test_only_what_is_shown_counts() -> None:
    budget, content = OutputBudget(1000, 1000), picture(600)
    assert budget.keeps("display_data", content)
    assert content == {"data": {"image/png": "A" * 600}, "metadata": {}}


def test_a_stream_is_cut_where_a_part_of_it_fits() -> None:
    budget = OutputBudget(100, 150)
    texts = [{"name": "stdout", "text": "x" * 80} for _ in range(4)]
    kept = []
    for text in texts:
        budget.begin()
        kept.append(bool(budget.keeps("stream", text)))
    assert ([len(text["text"]) for text in texts], kept) == ([80, 70, 0, 0], [True, True, False, False])


@pytest.mark.parametrize(
    ("limit", "kind", "content"),
    [
        ("MAX_TEXT", "error", {"ename": "E", "evalue": "x" * 50, "traceback": ["x" * 50]}),
        ("MAX_PICTURES", "display_data", picture(10)),
        ("MAX_ALL_MESSAGES", "stream", {"name": "stdout", "text": "x" * 50}),
    ],
)
def test_text_pictures_and_messages_are_bounded_in_all(limit, kind, content, monkeypatch) -> None:
    monkeypatch.setattr(output_budget, limit, 400 if limit == "MAX_TEXT" else 2)
    budget = OutputBudget(10**6, 10**6)
    told = []
    for _ in range(4):
        budget.begin()
        told.append(bool(budget.keeps(kind, dict(content))))
    assert told == [True, True, False, False]


def test_what_several_outputs_hold_counts_for_each_of_them() -> None:
    budget = OutputBudget(1000, 1000)
    assert not budget.keeps("update_display_data", picture(300), 4)
    assert budget.keeps("update_display_data", picture(300), 2)


def test_what_they_held_before_is_given_back() -> None:
    budget = OutputBudget(1000, 1000)
    taken = budget.keeps("display_data", picture(600))
    for _ in range(output_budget.MAX_MESSAGES + 1):
        taken = budget.keeps("update_display_data", picture(600), 1, taken)
        assert taken
    assert not budget.keeps("display_data", picture(600))


def test_what_a_cell_clears_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output_budget, "MAX_MESSAGES", 10)
    budget = OutputBudget(1000, 1000)
    assert budget.keeps("stream", {"name": "stdout", "text": "x" * 300})
    budget.begin()
    for _ in range(2 * output_budget.MAX_PICTURES):
        assert budget.keeps("display_data", picture(600))
        budget.cleared()
    assert not budget.keeps("display_data", picture(800))


def test_colours_are_dropped_where_there_are_very_many() -> None:
    budget, coloured = OutputBudget(1 << 20, 1 << 20), "\x1b[31ma\x1b[0m"
    few, many = ({"name": "stdout", "text": coloured * count} for count in (10, 10_000))
    assert budget.keeps("stream", few)
    assert budget.keeps("stream", many)
    assert (few["text"], many["text"]) == (coloured * 10, "a" * 10_000)


@pytest.mark.parametrize(
    "content", [{}, {"data": 3}, {"text": 3}, {"data": {"image/png": 3}}, {"traceback": [3, None]}]
)
def test_content_of_any_type_is_counted(content) -> None:
    assert OutputBudget(1000, 1000).keeps("display_data", content)
