"""Whose an item is, and which homework's: what is sure is taken, all else goes to a person with the reason."""

import pytest

from grader.handin.by_hand import Ruling
from grader.handin.claims import claim
from grader.handin.entry import Entry, Examined
from grader.handin.item import Sender
from grader.roster import Roster
from tests.support.items import ADA, STAFF, an_entry, known


@pytest.mark.parametrize(
    ("sender", "student", "refused"),
    [
        (Sender("address", "Ada@Example.ORG"), "ada", ""),
        (Sender("address", "ada+hw3@example.org"), "ada", ""),
        (Sender("lms_user_id", "102"), "ben", ""),
        (Sender("login", "ALOVE"), "ada", ""),
        (Sender("name", "ada lovelace"), "ada", ""),
        (Sender("github", "shared"), "", "several students have the GitHub name shared: ben and cem"),
        (Sender("lms_user_id", "999"), "", "nobody in roster.csv has the LMS id 999"),
        (
            Sender("address", "a@b.org", "Lovelace Ada"),
            "",
            "nobody in roster.csv has the address a@b.org (perhaps ada)",
        ),
        (Sender("address", "a@b.org", "Somebody"), "", "nobody in roster.csv has the address a@b.org"),
        (None, "", "it does not say whom it is from"),
        (
            Sender("address", "TA@example.org", "Ben Okri"),
            "",
            "it is from staff (TA@example.org): whose work is it?",  # of the name of staff nothing follows
        ),
    ],
)
def test_a_sender_is_one_student_of_the_class_list_or_a_person_must_look(
    sender: Sender | None, student: str, refused: str
) -> None:
    found = claim(entry := an_entry(sender=sender), known(entry))
    assert (found.student, found.refused, found.left_out) == (student, refused, "")


def test_without_a_class_list_nobody_is_known() -> None:
    found = claim(entry := an_entry(), known(entry, roster=Roster()))
    assert found.refused == "there is no class list: write roster.csv with at least the columns id and email"


@pytest.mark.parametrize(
    ("hint", "name", "suggested"),
    [
        ("ben@example.org", "", " (perhaps ben)"),
        ("ben@example.org", "Ada Lovelace", " (perhaps ben or ada)"),
        ("ada@example.org", "Ada Lovelace", " (perhaps ada)"),
        ("", "Lovelace, Ada", " (perhaps ada)"),
        ("", "Ada L", ""),
        ("who@example.org", "", ""),
    ],
)
def test_whom_a_person_might_think_of_is_a_suggestion_alone(hint: str, name: str, suggested: str) -> None:
    entry = an_entry(sender=Sender("address", STAFF), hint=hint)
    found = claim(entry, known(examined={entry.contents: Examined(name=name)}))
    assert found.student == ""
    assert found.refused == f"it is from staff ({STAFF}): whose work is it?{suggested}"


DOUBLE, HALVE, NEITHER = Examined(), Examined(belongs=False, assignment="halve"), Examined(belongs=False)


@pytest.mark.parametrize(
    ("tags", "examined", "refused", "left_out", "note"),
    [
        (("double",), DOUBLE, "", "", ""),
        (("double",), NEITHER, "", "", ""),
        (("double",), HALVE, "its notebook is one of halve, not of double", "", ""),
        (("double", "halve"), DOUBLE, "", "", "Its subject names halve too; the notebook decided."),
        (("double", "halve"), NEITHER, "its subject names double and halve: which is it?", "", ""),
        (("halve",), DOUBLE, "its subject says halve, but the notebook is double's: which is it?", "", ""),
        (("halve",), HALVE, "", "its subject says halve", ""),
        (("halve",), NEITHER, "", "its subject says halve", ""),
        ((), DOUBLE, "", "", "Its subject does not name double; the notebook does."),
        ((), HALVE, "", "its subject names no homework, and its notebook is one of halve", ""),
        ((), NEITHER, "its subject names no homework, and no notebook in it says which it is", "", ""),
    ],
)
def test_subject_and_notebook_say_which_homework_it_is(
    tags: tuple[str, ...], examined: Examined, refused: str, left_out: str, note: str
) -> None:
    found = claim(entry := an_entry(tags=tags), known(examined={entry.contents: examined}))
    assert (found.student, found.refused, found.left_out) == ("ada", refused, left_out)
    assert "".join(found.notes) == note


@pytest.mark.parametrize(
    ("entry", "refused", "left_out"),
    [
        (an_entry(tagged=False, tags=()), "", ""),  # a platform's download says so by itself
        (an_entry(""), "it holds no file", ""),
        (an_entry("", tags=(), usable=False), "", "its subject names no homework, and it holds none"),
        (an_entry("", item={"refused": "it is torn"}), "it is torn", ""),
        (an_entry("", item={"refused": "it is torn"}, whole=True, sender=None), "it is torn", ""),
        (an_entry("", automatic="an automatic reply"), "", "an automatic reply"),
        (an_entry(automatic="an automatic reply"), "it seems to be an automatic reply, but holds files", ""),
        (an_entry(automatic="an automatic reply", usable=False), "", "an automatic reply"),
    ],
)
def test_what_holds_nothing_to_grade_is_left_out_or_told(entry: Entry, refused: str, left_out: str) -> None:
    found = claim(entry, known(entry))
    assert (found.refused, found.left_out) == (refused, left_out)


def test_a_torn_item_without_a_sender_or_a_subject_is_not_left_out() -> None:
    entry = an_entry("", sender=None, tags=(), usable=False, item={"refused": "it is torn"})
    assert (claim(entry, known(entry)).refused, claim(entry, known(entry)).left_out) == ("it is torn", "")


@pytest.mark.parametrize(
    ("entry", "student", "refused", "left_out"),
    [
        (an_entry(sender=None, tags=("halve",), item={"refused": "it is torn"}), "cem", "", ""),
        (an_entry(), "", "", "a person decided so in by-hand.csv"),
        (an_entry("", item={"refused": "it is torn"}), "cem", "it is torn", ""),
        (an_entry(""), "cem", "it holds no file", ""),
    ],
)
def test_what_a_person_decided_holds_whatever_else_says(
    entry: Entry, student: str, refused: str, left_out: str
) -> None:
    found = claim(entry, known(entry, rulings={entry.key: Ruling(student)}))
    assert (found.student, found.refused, found.left_out) == (student, refused, left_out)
    assert found.ruling == Ruling(student)
    assert ("Assigned by a person in by-hand.csv." in found.notes) == bool(student)


def test_a_suggestion_needs_no_first_name() -> None:
    assert ADA.name == "Ada Lovelace"
    entry = an_entry(sender=Sender("address", "a@b.org", "Ada  LOVELACE"))
    assert claim(entry, known(entry)).refused.endswith("(perhaps ada)")
