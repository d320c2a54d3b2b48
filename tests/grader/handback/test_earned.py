"""What each task earned is called as on the feedback page, and each comment stands at its task."""

from grader.handback.earned import Places, earned, read_places
from grader.handback.feedback import Earned
from grader.marks import Marks, Task
from grader.pages.task_names import Place
from grader.reports.grade_sheet import Row, Standing

ONE: Places = {
    "hw3": (
        Place("score", "Task 1: the score", answers=("score-answer", "score")),
        Place("map", "Task 2: a map", answers=("map",)),
    )
}
TWO: Places = {name: (Place("score", f"The score of {name}", answers=("score",)),) for name in ("one", "two")}


def row(**points: float) -> Row:
    return Row("ada", "Ada", Standing.GRADED, points)


def marks(**comments: str) -> Marks:
    return Marks(comments={name.replace("_", "-"): text for name, text in comments.items()})


def test_tasks_have_the_names_of_their_headings_and_points_to_four_decimals() -> None:
    tasks = (Task("score", 10), Task("map", 5, by_hand=True), Task("other", 1))
    found = earned(tasks, row(score=20 / 3, map=0, other=1), {}, ONE)
    assert found == (Earned("Task 1: the score", 6.6667, 10), Earned("Task 2: a map", 0, 5), Earned("other", 1, 1))


def test_comments_on_an_answer_and_on_its_check_stand_at_the_task_and_others_below() -> None:
    own = {"hw3": marks(score_answer=" Nice. ", score="Fast.", title="Your\x1b[2J name?")}
    found = earned((Task("score", 10),), row(score=10), own, ONE)
    assert found[0].comment == "Nice.\n\nFast."
    assert (found[1].task, found[1].points, found[1].max) == ("title", 0, 0)
    assert "\x1b" not in found[1].comment


def test_two_notebooks_with_a_task_of_one_name_are_told_apart() -> None:
    tasks = (Task("one/score", 10), Task("two/score", 5))
    own = {"one": marks(score="First."), "two": marks(score="Second.")}
    found = earned(tasks, row(**{"one/score": 1, "two/score": 2}), own, TWO)
    assert found == (Earned("The score of one", 1, 10, "First."), Earned("The score of two", 2, 5, "Second."))


def test_a_name_that_two_notebooks_give_is_not_used() -> None:
    assert earned((Task("score", 10),), row(score=1), {}, TWO)[0].task == "score"


def test_the_places_are_those_of_each_notebook_that_can_be_read(little) -> None:
    second = little.notebook("double").with_name("second.ipynb")
    second.write_bytes(little.notebook("double").read_bytes())
    places = read_places(little, "double")
    assert [place.id for place in places["double"]] == ["double", "why"]
    assert set(places) == {"double", "second"}
    for room in ("release", "source"):
        (little.root / room / "double" / "double.ipynb").write_text("{")
    assert read_places(little, "double")["double"] == ()
