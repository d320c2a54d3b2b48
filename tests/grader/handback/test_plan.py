"""Which mails a hand-back sends: once to each, a correction where marks changed, and none that nobody can read."""

from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.handback.feedback import Feedback
from grader.handback.ledger import Ledger, State, record_of
from grader.handback.plan import Plan, make_plan
from grader.roster import Student
from tests.support.handed_back import a_feedback, a_wording


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger")


def had(ledger: Ledger, feedback: Feedback, state: State = State.SENT) -> None:
    """What the ledger says of a mail to the student."""
    record = record_of(feedback, "mail", state, message_id="<1@x>", address=feedback.student.email)
    ledger.note(feedback.student.id, record)


def names(plan: Plan) -> dict[str, list[str]]:
    """The students in each list of a plan that has any."""
    found = {"mails": [mail.feedback.student.id for mail in plan.mails]}
    found |= {name: getattr(plan, name) for name in ("corrections", "again", "done", "in_doubt", "page_only")}
    found["impossible"] = [waiting.student for waiting in plan.impossible]
    return {name: students for name, students in found.items() if students}


@pytest.mark.parametrize(
    ("state", "points", "usual", "again", "drafts"),
    [
        (None, 7.5, {"mails"}, {"mails"}, {"mails"}),
        (State.SENT, 7.5, {"done"}, {"again", "mails"}, {"done", "mails"}),
        (State.SENDING, 7.5, {"in_doubt"}, {"again", "mails"}, {"in_doubt", "mails"}),
        (State.SENT, 8.0, {"corrections", "mails"}, {"corrections", "mails"}, {"corrections", "mails"}),
        (State.SENDING, 8.0, {"corrections", "mails"}, {"corrections", "mails"}, {"corrections", "mails"}),
        (State.REFUSED, 7.5, {"mails"}, {"mails"}, {"mails"}),
        (State.POSTPONED, 7.5, {"mails"}, {"mails"}, {"mails"}),
    ],
)
def test_what_a_student_has_is_not_sent_by_itself_and_changed_marks_are(
    ledger: Ledger,
    tmp_path: Path,
    state: State | None,
    points: float,
    usual: set[str],
    again: set[str],
    drafts: set[str],
) -> None:
    if state is not None:
        had(ledger, a_feedback(tmp_path), state)
    now = [a_feedback(tmp_path, points=points)]
    assert names(make_plan(now, ledger, a_wording())) == {key: ["ada"] for key in usual}
    assert names(make_plan(now, ledger, a_wording(), again=True)) == {key: ["ada"] for key in again}
    assert names(make_plan(now, ledger, a_wording(), drafts=True)) == {key: ["ada"] for key in drafts}


def test_a_page_that_changed_alone_is_not_sent(ledger: Ledger, tmp_path: Path) -> None:
    had(ledger, a_feedback(tmp_path))
    assert names(make_plan([a_feedback(tmp_path, size=2000)], ledger, a_wording())) == {"page_only": ["ada"]}


def test_a_correction_answers_the_mail_that_it_corrects(ledger: Ledger, tmp_path: Path) -> None:
    had(ledger, a_feedback(tmp_path))
    [mail] = make_plan([a_feedback(tmp_path, points=9)], ledger, a_wording()).mails
    message = mail.message()
    assert message["In-Reply-To"] == "<1@x>"
    assert message["Subject"].startswith("Correction: ")
    [fresh] = make_plan([a_feedback(tmp_path, "ben")], ledger, a_wording()).mails
    assert fresh.message()["In-Reply-To"] is None


def test_who_cannot_get_a_mail_is_told_and_the_others_get_theirs(ledger: Ledger, tmp_path: Path) -> None:
    ledger.folder.mkdir()
    ledger.path("ada").write_text("{")
    feedbacks = [
        a_feedback(tmp_path, "ada"),
        a_feedback(tmp_path, "eve"),
        a_feedback(tmp_path, Student("odd", "Odd", email="no address")),
        a_feedback(tmp_path, "ben"),
    ]
    plan = make_plan(feedbacks, ledger, a_wording())
    assert names(plan) == {"mails": ["ben"], "impossible": ["ada", "eve", "odd"]}
    told = [waiting.why for waiting in plan.impossible]
    assert "what was handed back cannot be read" in told[0]
    assert told[1].startswith("There is no address in the class list.")
    assert "no address" in told[2]


def test_a_template_that_fails_ends_it_for_everybody(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="nmae"):
        make_plan([a_feedback(tmp_path, "eve")], ledger, a_wording(text="{{ nmae }}"))
