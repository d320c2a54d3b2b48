"""What each hidden test caught, which sample of the bank shows it, and what is wrong with a bank."""

from pathlib import Path

import pytest

from grader.bank.answers import Answer
from grader.bank.harness import Verdict
from grader.bank.kill_matrix import caught_answers, choose, details, findings, sample, summary, tables, write_table
from grader.bank.kill_matrix import written_table as written
from grader.course import Course
from grader.errors import CourseError
from grader.results import CheckResult, Outcome


def answer(name: str, *fails: str, why: str = "Why.") -> Answer:
    return Answer(Path("bank", f"{name}.py"), "score", why, "x = 1", fails)


def verdict(name: str, *fails: str, caught: tuple[str, ...] | None = None, broken: str = "") -> Verdict:
    """An answer and what the tests a (2 points) and b (3 points) said of it; those that it names, unless others."""
    failed = fails if caught is None else caught
    tests = {}
    for test, worth in (("test_a", 2.0), ("test_b", 3.0)):
        outcome = Outcome.INTERNAL if test == broken else Outcome.FAILED if test in failed else Outcome.PASSED
        tests[test] = CheckResult(test, outcome, worth * (outcome is Outcome.PASSED), worth, "Is it?", "KeyError")
    return Verdict(answer(name, *fails), tests)


RIGHT, WRONG = verdict("right/sum"), verdict("wrong/one", "test_a")
BOTH = verdict("wrong/both", "test_a", "test_b")


def test_a_good_bank_has_nothing_wrong() -> None:
    assert findings([RIGHT, WRONG, BOTH]) == []


@pytest.mark.parametrize(
    ("verdicts", "whole", "found"),
    [
        ([verdict("right/sum", caught=("test_a",))], False, "right/sum is right and loses test_a."),
        (
            [verdict("wrong/one", "test_a", caught=())],
            False,
            "wrong/one is wrong and earns all points, or names no test.",
        ),
        (
            [verdict("wrong/one", "test_a", caught=("test_b",))],
            False,
            "wrong/one passes test_a, or there is no such test.",
        ),
        (
            [verdict("wrong/one", caught=("test_a",))],
            False,
            "wrong/one is wrong and earns all points, or names no test.",
        ),
        ([verdict("right/sum", broken="test_a")], False, "right/sum: a hidden test failed to judge it: KeyError."),
        ([RIGHT, WRONG], True, "score: test_b catches no wrong answer that names it."),
    ],
)
def test_whatever_is_wrong_is_a_sentence(verdicts: list[Verdict], whole: bool, found: str) -> None:
    assert found in findings(verdicts, whole)
    if whole:
        assert findings(verdicts, whole=False) == []


def test_an_answer_counts_for_the_tests_that_it_names_and_alone_where_no_other_caught_it() -> None:
    more = verdict("wrong/more", "test_a", caught=("test_a", "test_b"))
    missed = verdict("wrong/missed", "test_b", caught=("test_a",))
    verdicts = [RIGHT, WRONG, BOTH, more, missed]
    assert [v.answer.name for v in caught_answers(verdicts, "score", "test_b")] == ["wrong/both"]
    assert summary(verdicts) == [("score", "test_a", "2", 3, 1), ("score", "test_b", "3", 1, 0)]


def test_details_say_what_a_student_reads() -> None:
    assert list(details([WRONG])) == ["wrong/one: 3 of 5. Why.", "    test_a: KeyError"]


def test_a_sample_keeps_a_wrong_answer_for_each_test_and_what_must_be_there() -> None:
    answers = [answer(f"wrong/{place}", "test_a" if place < 8 else "test_b") for place in range(10)]
    kept = [each.path.stem for each in sample(answers, 4, ["*/7"])]
    assert kept == ["0", "4", "7", "8"]
    assert sample(answers, 1) == answers


@pytest.fixture
def documented(little: Course) -> Course:
    folder = little.root / "tests" / "answers" / "double" / "double"
    for kind, name in (("right", "sum"), ("wrong", "one"), ("wrong", "two")):
        (folder / kind).mkdir(parents=True, exist_ok=True)
        (folder / kind / f"{name}.py").write_text('# task = "double"\n# why = "Why."\n\n\nx = 1\n')
    (little.root / "docs").mkdir()
    page = little.root / "docs" / "statistics.md"
    page.write_text("before\n<!-- bank of double: begin -->\nold\n<!-- bank of double: end -->\nafter\n")
    return little


@pytest.mark.parametrize(("only", "names"), [(None, 3), ("right/*", 1), ("wrong/t*", 1), ("none", 0)])
def test_answers_are_chosen_by_a_pattern_of_their_names(documented: Course, only: str | None, names: int) -> None:
    assert len(choose(documented, "double", only)) == names


def test_the_tables_stand_between_their_marks_and_nothing_else_changes(documented: Course) -> None:
    verdicts = [RIGHT, verdict("wrong/one", "test_a"), Verdict(answer("wrong/two", "test_b", why="a | b"), BOTH.tests)]
    path = write_table(documented, "double", verdicts)
    assert written(documented, "double") == tables(verdicts)
    text = path.read_text()
    assert text.startswith("before\n<!-- bank of double: begin -->\n1 of 1 right answers earn full points; 2 of 2")
    assert text.endswith("<!-- bank of double: end -->\nafter\n")
    assert "| `two` | a \\| b | `a`, `b` | 0 of 5 |" in text
    with pytest.raises(CourseError, match="no place for the tables"):
        written(documented, "halve")
