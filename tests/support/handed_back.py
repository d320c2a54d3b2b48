"""A small class whose results are final, or not, for tests of handing back: no kernel, a real gradebook and pages."""

import dataclasses
import hashlib
import html
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from grader.course import CONFIG, Course
from grader.course_copy import copy_settings
from grader.handback.feedback import Earned, Feedback, Page
from grader.handback.ledger import Due, Ledger
from grader.handback.mail import Mail, compose
from grader.handback.sending import Fates, Sender
from grader.handback.smtp_server import Security, Server
from grader.handback.wording import Wording, read_wording
from grader.results import Status
from grader.roster import Student, parse_roster
from tests.support.made_up_class import HW, TASKS, a_result, hand_in, mark, open_gradebook, save

ROOT = Path(__file__).parents[2]
SENDER = "The course's staff <staff@example.org>"
ROSTER = """id,first_name,last_name,email,lms_user_id,login
ada,Ada,Lovelace,ada@example.org,101,alovelace
ben,Ben,Okri,ben@example.org,102,bokri
cem,Cem,Kaya,cem@example.org,103,ckaya
dora,Dora,Maar,dora@example.org,104,dmaar
eve,Eve,Adams,,105,eadams
fay,Fay,Wray,fay@example.org,106,fwray
zoe,Zoë,Müller-Lüdenscheidt,zoe@example.org,107,zmueller
"""
FINAL = ("ada", "ben", "eve", "zoe")  # whose results are final; eve has no address
COMMENT = "Well done: “the mean” is right.\nSee $\\nabla \\log p$ again, and <b>this</b>."


def make_course(root: Path, students: dict[str, tuple[str, str]] | None = None, settings: str = "") -> Course:
    """Lay out a course with the assignment hw3 of `made_up_class`, and grade its students without running anything.

    Args:
        root: a folder that does not exist.
        students: names by id; those of the class list where there is None.
        settings: more lines of nbgrader_config.py.
    """
    root.mkdir(parents=True)
    copy_settings(Course(ROOT), root)
    with (root / CONFIG).open("a", encoding="utf-8") as config:
        config.write(f"\nc = get_config()\nc.HandBack.sender = {SENDER!r}\nc.HandBack.retry_seconds = 0\n{settings}\n")
    for room in ("source", "release"):
        (root / room / HW).mkdir(parents=True)
        nbformat.write(_notebook(), root / room / HW / f"{HW}.ipynb")
    (root / "roster.csv").write_text(ROSTER, encoding="utf-8")
    with open_gradebook(root) as book:
        for place, (student, names) in enumerate((students or _class()).items()):
            hand_in(root, book, student, names)
            grade(root, book, student, 11 - place % 12)
        if students is None:
            _unlike(root, book)
    return Course(root)


def grade(root: Path, book: Gradebook, student: str, level: int) -> None:
    """Leave what grading leaves: a result, the graded notebook, a mark of a person."""
    save(root, a_result(student, level))
    folder = root / "autograded" / student / HW
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(_notebook(), folder / f"{HW}.ipynb")
    mark(book, student, "gradient_map", manual_score=7.5, needs_manual_grade=False)


def change_mark(root: Path, student: str, points: float) -> None:
    """Change what a person gave for the written task."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        mark(book, student, "gradient_map", manual_score=points)


def comment(book: Gradebook, student: str, text: str) -> None:
    """Write a comment as the formgrader keeps it."""
    book.find_comment("gradient_map", HW, HW, student).manual_comment = text
    book.db.commit()


def _class() -> dict[str, tuple[str, str]]:
    rows = [line.split(",") for line in ROSTER.splitlines()[1:]]
    return {row[0]: (row[1], row[2]) for row in rows if row[0] != "fay"}


def _unlike(root: Path, book: Gradebook) -> None:
    """Make some of the class unlike the others."""
    comment(book, "ada", COMMENT)
    book.find_submission_notebook(HW, HW, "ben").late_submission_penalty = 5.0
    book.db.commit()
    mark(book, "cem", "gradient_map", manual_score=None, needs_manual_grade=True)
    save(root, a_result("dora", 3, status=Status.NEEDS_ATTENTION, reason="The notebook is torn."))
    book.add_student("fay", first_name="Fay", last_name="Wray")


def _notebook() -> nbformat.NotebookNode:
    cells = [new_markdown_cell("# Homework 3", id="title")]
    for task in (*TASKS, "gradient_map"):
        plain = {"locked": False, "schema_version": 3, "task": False}
        if task == "gradient_map":
            both = {**plain, "grade_id": task, "grade": True, "solution": True, "points": 10}
            cells.append(new_markdown_cell("Because.", id=task, metadata={"nbgrader": both}))
            continue
        cells.append(new_markdown_cell(f"## Task: the {task}", id=f"{task}-title"))
        answer = {**plain, "grade_id": f"{task}-answer", "grade": False, "solution": True}
        check = {**plain, "grade_id": task, "grade": True, "solution": False, "points": TASKS[task]}
        cells.append(new_code_cell("answer = 1", id=f"{task}-answer", metadata={"nbgrader": answer}))
        cells.append(new_code_cell("assert answer", id=task, metadata={"nbgrader": check}))
    return new_notebook(cells=cells)


def a_feedback(
    folder: Path, student: Student | str = "ada", points: float = 7.5, size: int = 3000, **changes: Any
) -> Feedback:
    """Final results of one student, with a page of their own."""
    known = {each.id: each for each in parse_roster(ROSTER, Path("roster.csv")).students}
    who = known[student] if isinstance(student, str) else student
    path = folder / "pages" / hashlib.sha256(who.id.encode()).hexdigest()[:12] / f"{HW}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"<!DOCTYPE html>\n<p>Zoë's page {html.escape(who.id)}\r\n.\r\n..\n{'x' * size}</p>\n", encoding="utf-8"
    )
    tasks = (Earned("Task 1: the score", 10, 10), Earned("Task 2: a map", points, 10, "Well done.\nLook again."))
    given = Feedback(HW, who, tasks, 10 + points, 20, pages=(Page.of(path),))
    return dataclasses.replace(given, **changes)


def a_wording(**settings: str) -> Wording:
    """How mails read, with other settings than the course's own."""
    own: dict[str, object] = {"sender": SENDER, **settings}
    return read_wording(Course(ROOT).changed(HandBack=own, FillFacts={"facts": {"course": "Arithmetic"}}))


def a_mail(folder: Path, student: Student | str = "ada", points: float = 7.5, size: int = 3000) -> Mail:
    """The mail of one student."""
    return compose(a_feedback(folder, student, points, size), a_wording())


def mails_of(folder: Path, number: int, size: int = 3000) -> list[Mail]:
    """Mails to so many students: s0@example.org and so on."""
    students = [Student(f"s{place}", "Student", str(place), f"s{place}@example.org") for place in range(number)]
    return [a_mail(folder, student, size=size) for student in students]


def send(mails: list[Mail], port: int, ledger: Ledger) -> Fates:
    """Send to a server on this machine what is due and nothing else, as the command does."""
    due = [mail for mail in mails if ledger.due(mail.feedback) is Due.NEW]
    return Sender(Server("127.0.0.1", port, Security.NONE), ledger, 0.0).send(due)
