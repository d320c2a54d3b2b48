"""The line is drawn by the bank, and stated by the course where it says so."""

import pytest
from scipy.stats import beta

from grader.errors import CourseError
from grader.reports.similarity import calibration
from grader.reports.similarity.calibration import Line, drawn, lines, most_probable, reaches
from grader.reports.similarity.likeness import compare

from .test_likeness import made_up, people


@pytest.mark.parametrize(("found", "of"), [(0, 1), (0, 120), (1, 120), (4, 964), (30, 40)])
def test_the_bound_is_clopper_and_pearson_s(found, of):
    assert most_probable(found, of) == pytest.approx(beta.ppf(0.95, found + 1, of - found), abs=1e-9)


def test_when_all_happened_then_nothing_is_excluded():
    assert most_probable(3, 3) == 1.0


def test_different_answers_draw_the_lowest_line():
    line = drawn(people(*map(made_up, range(12))), [])
    assert (line.percent, line.answers, line.pairs, line.above) == (50, 12, 66, 0)


def test_the_line_rises_until_one_pair_in_a_hundred_is_left():
    start = made_up(1, 16)
    half = "\n".join(start.splitlines()[:11]) + "\n" + made_up(50, 5).partition("\n")[2]
    answers = people(start, half, *map(made_up, range(2, 12)))
    line = drawn(answers, [])
    shares = [pair.share for pair in compare(answers, []).pairs]
    assert line.percent > 50
    assert sum(reaches(share, line.percent) for share in shares) == line.above <= line.pairs / 100
    assert sum(reaches(share, line.percent - 5) for share in shares) > line.pairs / 100


def test_a_small_bank_draws_no_line():
    assert drawn(people(*map(made_up, range(4))), []) == Line(calibration.UNKNOWN)


def test_a_course_may_state_a_line(little):
    changed = little.changed(Similar={"line": {"double-answer": 62}})
    assert lines(changed, "double", ["double-answer"], []) == {"double-answer": Line(62)}
    assert lines(little, "double", ["double-answer"], []) == {"double-answer": Line(calibration.UNKNOWN)}


@pytest.mark.parametrize(
    "stated", [{"double-answer": "high"}, {"double-answer": 0}, {"double-answer": True}, {"halve": 5}, 60]
)
def test_a_line_that_is_none_is_refused_in_one_line(little, stated):
    with pytest.raises(CourseError) as caught:
        lines(little.changed(Similar={"line": stated}), "double", ["double-answer"], [])
    assert str(caught.value).startswith("nbgrader_config.py: c.Similar.line ")
