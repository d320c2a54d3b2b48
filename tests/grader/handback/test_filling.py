"""The rule for one student's row: a final score is written, and whatever is not written is said with the reason."""

import pytest

from grader.handback.filling import Export, Filling, Notice, Wish, fill_row, not_written, tell_provisional
from grader.handback.layout import Layout, Line
from grader.handback.scores import Score
from grader.handback.table import header_delimiter, read_table

ROW = Line(1, 2, "Ada", ())


def filled(old: str, score: Score, *lines: Line, comment: str = "", before: str = "", **changes: object) -> Filling:
    """What becomes of ada's row, which holds some points and perhaps a comment."""
    table = read_table(f"Name,Points,Comment\nAda,{old},{before}\n".encode(), "table.csv", header_delimiter)
    wish = Wish("Points", {"ada": score}, {"ada": comment} if comment else {}, 10, **changes)  # type: ignore[arg-type]
    filling = Filling()
    fill_row(filling, table, Layout(1, lines, comments=2), wish, "ada", list(lines))
    return filling


def told(filling: Filling) -> list[tuple[str, bool]]:
    return [(notice.what, notice.attention) for notice in filling.notices]


@pytest.mark.parametrize(
    ("old", "cell", "notices"),
    [
        ("", "7.50", []),
        ("-", "7.50", []),
        ("7.5", None, []),  # the same number, however it is written
        ("7.501", None, []),
        ("8", "7.50", [("8 is replaced by 7.50", False)]),
        ("Needs Grading", "7.50", [("Needs Grading is replaced by 7.50", False)]),
    ],
)
def test_a_final_score_is_written_and_what_it_replaces_is_told(
    old: str, cell: str | None, notices: list[tuple[str, bool]]
) -> None:
    found = filled(old, Score("ada", 7.5), ROW)
    assert found.cells.get((1, 1)) == cell
    assert found.filled == {"ada": "7.50"}
    assert told(found) == notices


@pytest.mark.parametrize(
    ("old", "score", "line", "notice"),
    [
        ("", Score("ada", None, "nothing handed in", absent=True), ROW, ("nothing handed in", False)),
        ("5", Score("ada", None, "needs attention"), ROW, ("needs attention (5 stays in the table)", True)),
        ("-", Score("ada", 7.5, "waits for a mark"), ROW, ("waits for a mark", True)),
        ("", Score("ada", 10.01), ROW, ("10.01 is more than the maximum of 10.00", True)),
        ("", Score("ada", 7.5), Line(1, 2, "Ada", (), maximum=5), ("7.50 is more than the maximum of 5.00", True)),
        ("5", Score("ada", 7.5), Line(1, 2, "Ada", (), closed="locked"), ("locked; the score here is 7.50", True)),
    ],
)
def test_what_is_not_written_says_why_and_what_stays(
    old: str, score: Score, line: Line, notice: tuple[str, bool]
) -> None:
    found = filled(old, score, line)
    assert (found.cells, found.filled) == ({}, {})
    assert told(found) == [notice]


@pytest.mark.parametrize(
    ("score", "notice"),
    [
        (Score("ada", 7.5), ("not in table.csv, and so the score is nowhere", True)),
        (Score("ada", None, "needs attention"), ("not in table.csv (needs attention)", True)),
        (Score("ada", None, "nothing handed in", absent=True), ("not in table.csv (nothing handed in)", False)),
    ],
)
def test_who_is_not_in_the_table_is_told(score: Score, notice: tuple[str, bool]) -> None:
    assert told(filled("", score)) == [notice]


def test_two_rows_of_one_student_are_both_left_empty() -> None:
    found = filled("", Score("ada", 7.5), ROW, Line(2, 3, "Ada", ()))
    assert found.cells == {}
    assert told(found) == [("2 rows are this student's (lines 2 and 3), and none is filled in", True)]


def test_a_provisional_score_is_written_where_that_is_wished_and_said_to_be_one() -> None:
    found = filled("", Score("ada", 7.5, "waits for a mark"), ROW, provisional=True)
    assert found.cells == {(1, 1): "7.50"}
    assert told(found) == [("provisional: waits for a mark", True)]
    tell_provisional(found, Score("ben", 1.0))
    assert len(found.notices) == 1


@pytest.mark.parametrize(
    ("before", "cell", "notices"),
    [
        ("", "Well ☃ done", []),
        ("Well ☃ done", None, []),
        ("By hand", None, [("has a comment already, which stays as it is", False)]),
    ],
)
def test_a_comment_is_written_where_there_is_none(
    before: str, cell: str | None, notices: list[tuple[str, bool]]
) -> None:
    found = filled("7.50", Score("ada", 7.5), ROW, comment="Well ☃ done", before=before)
    assert found.cells.get((1, 2)) == cell
    assert told(found) == notices


@pytest.mark.parametrize(
    ("points", "maximum", "why"),
    [(10.004, 10, ""), (10.006, 10, "10.01 is more than the maximum of 10.00"), (0, 0, "")],
)
def test_a_score_may_exceed_the_maximum_by_rounding_alone(points: float, maximum: float, why: str) -> None:
    assert not_written(Score("ada", points), maximum, provisional=False) == why


def test_an_export_needs_attention_if_any_of_it_does() -> None:
    plain, serious = Notice("ada", "x", attention=False), Notice("ben", "y")
    assert not Export(b"", "Points", {}, 2, (plain,)).attention
    assert Export(b"", "Points", {}, 2, (plain, serious)).attention
