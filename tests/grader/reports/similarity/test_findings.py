"""What is told of a class: pairs of people over all tasks, those who could not be compared, and what is marked."""

from grader.reports.similarity.calibration import Line
from grader.reports.similarity.findings import Findings, Likeness, Side, Two, find
from grader.reports.similarity.likeness import Answer
from grader.reports.similarity.texts import Collected
from tests.grader.reports.similarity.test_likeness import made_up

LINES = {"one": Line(50), "two": Line(50)}


def found(tasks: dict[str, list[Answer]], lines: dict[str, Line] = LINES, **fields: object) -> Findings:
    return find("hw3", Collected(tasks=tasks, given=[], **fields), lines)  # type: ignore[arg-type]


def answers(*seeds: int, earlier: tuple[int, ...] = ()) -> list[Answer]:
    """Answers of s0, s1 and so on; those of an earlier class last."""
    own = [Answer(f"s{place}", made_up(seed)) for place, seed in enumerate(seeds)]
    return own + [Answer(f"s{place}", made_up(seed), earlier=True) for place, seed in enumerate(earlier)]


def test_two_people_are_one_pair_with_all_their_tasks() -> None:
    told = found({"one": answers(1, 2, 1), "two": answers(3, 4, 3)}, students=3)
    [two] = told.people
    assert (two.left, two.right) == (("s0", False), ("s2", False))
    assert [(one.task, one.share) for one in two.tasks] == [("one", 1.0), ("two", 1.0)]
    assert [(task.name, task.answers, task.compared, task.above, task.highest) for task in told.tasks] == [
        ("one", 3, 3, 1, 1.0),
        ("two", 3, 3, 1, 1.0),
    ]
    assert (told.assignment, told.students, told.earlier) == ("hw3", 3, 0)


def test_whoever_is_alike_in_more_tasks_comes_first() -> None:
    told = found({"one": answers(1, 1, 2, 2), "two": answers(3, 4, 5, 5)})
    assert [(two.left[0], two.right[0], len(two.tasks)) for two in told.people] == [("s2", "s3", 2), ("s0", "s1", 1)]


def test_a_person_of_an_earlier_class_is_another_of_the_same_name() -> None:
    told = found({"one": answers(1, 2, earlier=(1,))})
    assert [(two.left, two.right) for two in told.people] == [(("s0", False), ("s0", True))]


def test_a_pair_below_the_line_of_its_task_is_counted_and_not_shown() -> None:
    half = made_up(1, 24).splitlines()
    mixed = "\n".join(half[:13] + made_up(2, 24).splitlines()[13:])
    tasks = {"one": [Answer("ada", made_up(1, 24)), Answer("ben", mixed)]}
    share = found(tasks).tasks[0].highest
    assert 0 < share < 1
    percent = int(100 * share)
    assert len(found(tasks, {"one": Line(percent)}).people) == 1
    told = found(tasks, {"one": Line(percent + 1)})
    assert (told.people, told.tasks[0].above, told.tasks[0].highest) == ([], 0, share)


def test_who_could_not_be_compared_is_told_by_name_and_task() -> None:
    long = Answer("zoe", "x" * 60_000, earlier=True)
    told = found({"one": [Answer("ada", "x = 1"), long]}, unread={"ben": "it is torn"})
    assert told.unread["ben"] == "it is torn"
    assert "60,000 characters" in told.unread["zoe (earlier): one"]
    assert told.tasks[0].short == ("ada",)


def test_the_marked_parts_of_a_text_are_all_of_it_in_order() -> None:
    assert Side("abcdef", ((1, 3), (4, 6))).parts == [("a", False), ("bc", True), ("d", False), ("ef", True)]
    assert Side("abc", ()).parts == [("abc", False)]
    assert Side("abc", ((0, 3),)).parts == [("abc", True)]
    assert Side("", ()).parts == []


def test_the_highest_share_of_two_is_that_of_any_task() -> None:
    side = Side("", ())
    tasks = tuple(Likeness(name, share, side, side) for name, share in (("one", 0.6), ("two", 0.9)))
    assert Two(("ada", False), ("ben", False), tasks).highest == 0.9
