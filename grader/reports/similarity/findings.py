"""What is told of the likeness in a class: pairs of people, the tasks in which they reach the line, and the rest."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.reports.similarity.calibration import Line, reaches
from grader.reports.similarity.fingerprint import Span
from grader.reports.similarity.likeness import Answer, Comparison, Pair, compare
from grader.reports.similarity.texts import Collected

Person = tuple[str, bool]  # the name, and whether it is of an earlier class


@dataclass(frozen=True, slots=True)
class Side:
    """One of two answers: its text, and what of it is marked."""

    source: str
    spans: tuple[Span, ...]

    @property
    def parts(self) -> list[tuple[str, bool]]:
        """The text cut into pieces, and whether each is marked."""
        found: list[tuple[str, bool]] = []
        last = 0
        for start, end in self.spans:
            found += [(self.source[last:start], False), (self.source[start:end], True)]
            last = end
        return [part for part in (*found, (self.source[last:], False)) if part[0]]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two answers to one task: the share that they have in common (0 to 1), and both texts."""

    task: str
    share: float
    left: Side
    right: Side


@dataclass(frozen=True, slots=True)
class Two:
    """Two people with answers that reach the line, the tasks in the order of the notebook."""

    left: Person
    right: Person
    tasks: tuple[Likeness, ...]

    @property
    def highest(self) -> float:
        """The greatest share, 0 to 1."""
        return max(one.share for one in self.tasks)


@dataclass(frozen=True, slots=True)
class Task:
    """What came of one task.

    Attributes:
        name: the grade id of its answer.
        line: from which share on a pair is shown.
        answers: how many were handed in.
        compared: how many pairs were compared.
        above: how many of them reach the line.
        highest: the greatest share, 0 to 1.
        short: whose answer has too little of its own to be compared.
        common: of whose answer nearly all is shared by many.
        groups: whose answers are one and the same, though no pair tells of it.
    """

    name: str
    line: Line
    answers: int
    compared: int
    above: int
    highest: float
    short: tuple[str, ...]
    common: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]


@dataclass
class Findings:
    """All that is told of one assignment.

    Attributes:
        assignment: its name.
        students: how many of the class were read.
        earlier: how many of an earlier class were.
        tasks: by task, in the order of the notebook.
        people: pairs of people, those with the most tasks and the greatest likeness first.
        unread: who could not be compared, and why; by name, or by name and task.
    """

    assignment: str
    students: int
    earlier: int
    tasks: list[Task] = field(default_factory=list)
    people: list[Two] = field(default_factory=list)
    unread: dict[str, str] = field(default_factory=dict)


def find(assignment: str, collected: Collected, lines: Mapping[str, Line]) -> Findings:
    """Compare all that was collected, task by task.

    Args:
        assignment: the assignment's name.
        collected: the answers.
        lines: by task, from which share on a pair is shown.
    """
    found = Findings(assignment, collected.students, collected.earlier, unread=dict(collected.unread))
    people: defaultdict[tuple[Person, Person], list[Likeness]] = defaultdict(list)
    for task, answers in collected.tasks.items():
        line = lines[task]
        comparison = compare(answers, collected.given, line.percent / 100 - 1e-9)
        above = [pair for pair in comparison.pairs if reaches(pair.share, line.percent)]
        found.tasks.append(_task(task, line, answers, comparison, len(above)))
        for pair in above:
            left, right = (answers[at] for at in (pair.left, pair.right))
            people[(left.owner, left.earlier), (right.owner, right.earlier)].append(_likeness(task, pair, answers))
        for at, why in comparison.unread.items():
            found.unread[f"{_shown(answers[at])}: {task}"] = why
    pairs = [Two(left, right, tuple(likenesses)) for (left, right), likenesses in people.items()]
    found.people = sorted(pairs, key=lambda two: (-len(two.tasks), -two.highest, two.left, two.right))
    return found


def _task(name: str, line: Line, answers: list[Answer], comparison: Comparison, above: int) -> Task:
    return Task(
        name,
        line,
        len(answers),
        comparison.compared,
        above,
        comparison.pairs[0].share if comparison.pairs else 0.0,
        tuple(_shown(answers[at]) for at in comparison.short),
        tuple(_shown(answers[at]) for at in comparison.common),
        tuple(tuple(_shown(answers[at]) for at in group) for group in comparison.groups),
    )


def _likeness(task: str, pair: Pair, answers: list[Answer]) -> Likeness:
    sides = (Side(answers[pair.left].source, pair.left_spans), Side(answers[pair.right].source, pair.right_spans))
    return Likeness(task, pair.share, *sides)


def _shown(answer: Answer) -> str:
    return f"{answer.owner} (earlier)" if answer.earlier else answer.owner
