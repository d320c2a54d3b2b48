"""What mails say, and what a setting that cannot be used is told before anything is sent."""

from pathlib import Path

import pytest

from grader.course import Course
from grader.errors import CourseError
from grader.handback.feedback import Earned
from grader.handback.wording import course_name, points_table, read_wording
from tests.support.handed_back import ROOT, a_feedback, a_wording


def test_a_mail_tells_points_penalty_comments_and_total(tmp_path: Path) -> None:
    feedback = a_feedback(tmp_path, "zoe", penalty=2.5, total=15.0, late_hours=26.04)
    subject, text = a_wording().written(feedback)
    assert subject == "Arithmetic: your feedback on hw3"
    assert text.startswith("Hello Zoë Müller-Lüdenscheidt,\n\nthese are your results of hw3:\n\n")
    assert "  Late penalty       -2.5\n" in text
    assert "  Total                15 of 20\n" in text
    assert "It was handed in 26.04 hours late.\n" in text
    assert "Task 2: a map\n  Well done.\n  Look again.\n" in text
    assert "Late" not in a_wording().written(a_feedback(tmp_path, "zoe"))[1]


def test_the_points_stand_one_below_the_other(tmp_path: Path) -> None:
    tasks = (Earned("Task " + "very " * 20, 3.3333, 10), Earned("b", 100, 100), Earned("bonus", 2, 0))
    lines = points_table(a_feedback(tmp_path, tasks=tasks, total=105.3333, max=110)).split("\n")
    assert [line.rstrip()[-14:].strip() for line in lines if " of " in line] == [
        *("3.33 of  10", "100 of 100", "105.33 of 110")
    ]
    assert all(len(line) <= 78 for line in lines)
    assert "…" in lines[0]


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        (None, "Correction: Arithmetic: your feedback on hw3"),
        ("{{ 'Korrektur: ' if correction }}{{ assignment }}", "Korrektur: hw3"),
        ("{{ assignment }}", "Correction: hw3"),
    ],
)
def test_a_correction_says_so_in_its_subject(tmp_path: Path, subject: str | None, said: str) -> None:
    wording = a_wording(subject=subject) if subject else a_wording()
    written, text = wording.written(a_feedback(tmp_path), correction=True)
    assert written == said
    assert "your marks have changed" in text


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ({"sender": ""}, "c.HandBack.sender is missing"),
        ({"sender": "nobody"}, "not one address"),
        ({"sender": "a@x.example, b@x.example"}, "not one address"),
        ({"sender": "A <a@x.example>\nBcc: b@x.example"}, "not one address"),
        ({"sender": "@x.example"}, "not one address"),
        ({"subject": "{{ assignmnt }}"}, "c.HandBack.subject cannot be used as a template ('assignmnt' is undefined)"),
        ({"text": "{{ total"}, "c.HandBack.text cannot be used as a template (line 1: "),
        ({"text": "{% for %}"}, "c.HandBack.text cannot be used as a template (line 1: "),
        ({"text": "{{ 1 / 0 }}"}, "(division by zero)"),
        ({"text": "{{ tasks[99].task }}"}, "c.HandBack.text cannot be used"),
        ({"text": "{{ name.nickname }}"}, "c.HandBack.text cannot be used"),
        ({"text": "{{ total | dance }}"}, "No filter named 'dance'"),
        ({"subject": "{# nothing #}"}, "c.HandBack.subject gives an empty subject"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, settings: dict[str, str], what: str) -> None:
    with pytest.raises(CourseError) as raised:
        a_wording(**settings).written(a_feedback(tmp_path))
    assert what in str(raised.value)
    assert raised.value.where == "nbgrader_config.py"
    assert raised.value.remedy


def test_a_subject_is_one_line_whatever_the_template_makes(tmp_path: Path) -> None:
    subject, _ = a_wording(subject="{{ assignment }}\n\nBcc: b@x.example\r\n").written(a_feedback(tmp_path))
    assert subject == "hw3 Bcc: b@x.example"


def test_a_course_is_called_as_in_its_notebooks_else_by_its_id() -> None:
    assert course_name(Course(ROOT)) == "Applied Deep Learning for Scientists"
    assert course_name(Course(ROOT).changed(FillFacts={"facts": {}})) == "adl"


def test_a_course_without_a_sender_is_told_to_name_one() -> None:
    with pytest.raises(CourseError, match=r"c\.HandBack\.sender is missing"):
        read_wording(Course(ROOT).changed(HandBack={"sender": ""}))
