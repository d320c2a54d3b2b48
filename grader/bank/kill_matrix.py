"""The kill matrix: every answer of the bank judged by the hidden tests, and what each test caught."""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from fnmatch import fnmatchcase
from pathlib import Path

from grader.bank.answers import Answer, read_bank
from grader.bank.harness import Verdict, harness
from grader.course import Course
from grader.errors import CourseError
from grader.results import Outcome

CHUNK = 64  # answers that share a kernel at most


def choose(course: Course, assignment: str, only: str | None = None) -> list[Answer]:
    """Return the right and wrong answers of an assignment's bank, or those whose names match a pattern."""
    answers = [answer for kind in ("right", "wrong") for answer in read_bank(course, assignment, kind)]
    return [answer for answer in answers if fnmatchcase(answer.name, only or "*")]


def sample(answers: Sequence[Answer], one_in: int, always: Sequence[str] = ()) -> list[Answer]:
    """One answer in so many, the first wrong answer to name each hidden test, and those that must be there."""
    kept = {(answer.task, test): answer.path for answer in reversed(answers) for test in answer.fails}.values()
    return [
        answer
        for number, answer in enumerate(answers)
        if number % one_in == 0 or answer.path in kept or any(fnmatchcase(answer.name, name) for name in always)
    ]


def judge_bank(
    course: Course,
    assignment: str,
    only: str | None = None,
    *,
    one_in: int = 1,
    always: Sequence[str] = (),
    jobs: int = 2,
    done: Callable[[int], object] = lambda count: None,
) -> list[Verdict]:
    """Judge the answers of an assignment's bank, in the order of their names.

    Args:
        course: the course.
        assignment: the assignment.
        only: a pattern of the names to judge, all if there is none.
        one_in: judge a sample of one answer in so many, which leaves no hidden test without a wrong answer.
        always: patterns of names that every sample holds.
        jobs: processes at a time.
        done: called with the number of further answers judged.
    """
    answers = sample(choose(course, assignment, only), one_in, always)
    tasks = {task: [answer for answer in answers if answer.task == task] for task in _tasks(answers)}
    chunks = [group[start : start + CHUNK] for group in tasks.values() for start in range(0, len(group), CHUNK)]
    found: dict[Path, Verdict] = {}
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        for future in as_completed([pool.submit(_judge_chunk, course.root, assignment, chunk) for chunk in chunks]):
            found.update((verdict.answer.path, verdict) for verdict in future.result())
            done(len(future.result()))
    return [found[answer.path] for answer in answers]


def _judge_chunk(root: Path, assignment: str, answers: Sequence[Answer]) -> list[Verdict]:
    """Judge answers to one task, each in a fork of one kernel."""
    with harness(Course(root), assignment, answers[0].task) as place:
        return [place.judge(answer) for answer in answers]


def caught_answers(verdicts: Sequence[Verdict], task: str, test: str) -> list[Verdict]:
    """Return the wrong answers that a test was meant to catch, and caught."""
    return [
        v for v in verdicts if v.answer.task == task and not v.right and test in v.answer.fails and test in v.caught
    ]


def details(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Each answer with its points, and with what a student reads of it."""
    for verdict in verdicts:
        yield f"{verdict.answer.name}: {verdict.points:g} of {verdict.max:g}. {verdict.answer.why}"
        yield from (
            f"    {name}: {verdict.tests[name].detail or verdict.tests[name].message}" for name in verdict.caught
        )


def _tasks(answers: Iterable[Answer]) -> list[str]:
    return list(dict.fromkeys(answer.task for answer in answers))


def findings(verdicts: Sequence[Verdict], whole: bool = True) -> list[str]:
    """Return what is wrong with the bank or the hidden tests, one sentence each.

    Only in the whole bank must every test have a wrong answer that it catches.
    """
    found = []
    for verdict in verdicts:
        name, tests = verdict.answer.name, verdict.answer.fails
        if broken := [test.detail for test in verdict.tests.values() if test.outcome is Outcome.INTERNAL]:
            found.append(f"{name}: a hidden test failed to judge it: {broken[0]}.")
        if verdict.right and verdict.caught:
            found.append(f"{name} is right and loses {', '.join(verdict.caught)}.")
        if not verdict.right and (not tests or verdict.points >= verdict.max):
            found.append(f"{name} is wrong and earns all points, or names no test.")
        found += [f"{name} passes {test}, or there is no such test." for test in tests if test not in verdict.caught]
    for task, test, *_ in summary(verdicts):
        if whole and not caught_answers(verdicts, task, test):
            found.append(f"{task}: {test} catches no wrong answer that names it.")
    return found


def write_table(course: Course, assignment: str, verdicts: Sequence[Verdict]) -> Path:
    """Put the tables between the two marks in docs/statistics.md; the file's path.

    Raises:
        CourseError: the marks are not there.
    """
    path = course.root / "docs" / "statistics.md"
    before, _, after = _parted(path, assignment)
    path.write_text(before + tables(verdicts) + after, encoding="utf-8")
    return path


def written_table(course: Course, assignment: str) -> str:
    """Return what stands between the marks in docs/statistics.md.

    Raises:
        CourseError: the marks are not there.
    """
    return _parted(course.root / "docs" / "statistics.md", assignment)[1]


def _parted(path: Path, assignment: str) -> tuple[str, str, str]:
    begin, end = (f"<!-- bank of {assignment}: {edge} -->\n" for edge in ("begin", "end"))
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    before, found, rest = text.partition(begin)
    inside, closed, after = rest.partition(end)
    if not (found and closed):
        raise CourseError(path, "no place for the tables", f"Add the lines {begin.strip()} and {end.strip()}.")
    return before + begin, inside, end + after


def tables(verdicts: Sequence[Verdict]) -> str:
    """Return the kill matrix in Markdown: what each test caught, then the points of every wrong answer."""
    right = sum(verdict.right for verdict in verdicts)
    full = sum(verdict.right and verdict.points == verdict.max for verdict in verdicts)
    caught = sum(not verdict.right and verdict.points < verdict.max for verdict in verdicts)
    lines = [
        f"{full} of {right} right answers earn full points; {caught} of {len(verdicts) - right} wrong ones lose some."
    ]
    lines += [
        "",
        "| task | test | points | wrong answers caught | caught by it alone |",
        "| --- | --- | --- | --- | --- |",
    ]
    for row in summary(verdicts):
        lines.append("| `{}` | `{}` | {} | {} | {} |".format(*row))
    lines += ["", "| wrong answer | why a student writes it | caught by | earns |", "| --- | --- | --- | --- |"]
    for verdict in verdicts:
        if not verdict.right:
            caught_by = ", ".join(f"`{test.removeprefix('test_')}`" for test in verdict.caught)
            name, why = verdict.answer.path.stem, verdict.answer.why.replace("|", "\\|")
            lines.append(f"| `{name}` | {why} | {caught_by} | {verdict.points:g} of {verdict.max:g} |")
    return "\n".join(lines) + "\n"


def summary(verdicts: Sequence[Verdict]) -> list[tuple[str, str, str, int, int]]:
    """For each hidden test: task, test, points, how many wrong answers it caught, and how many it caught alone."""
    points = {(v.answer.task, name): test.max for v in verdicts for name, test in v.tests.items()}
    rows = []
    for (task, name), worth in points.items():
        caught = caught_answers(verdicts, task, name)
        rows.append((task, name, f"{worth:g}", len(caught), sum(v.caught == (name,) for v in caught)))
    return rows
