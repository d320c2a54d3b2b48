"""Whose an item is, and whether it is this homework's: what is sure is taken, what is not goes to a person."""

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from grader.handin.by_hand import Ruling
from grader.handin.entry import Entry, Examined
from grader.handin.item import Sender
from grader.handin.settings import Settings
from grader.roster import Roster, Student, comparable
from grader.text import one_line

ALIKE = 85  # of 100, from which two names may be one
CALLED = {"lms_user_id": "LMS id", "github": "GitHub name"}  # others are called as they are


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose an item is.

    Attributes:
        entry: the item.
        student: whose it is; empty where that is not known, and ``refused`` or ``left_out`` says why.
        refused: why a person must look, without a full stop.
        left_out: why it is no hand-in of this homework, without a full stop.
        notes: what a person should know, a whole sentence each.
        ruling: what a person decided.
    """

    entry: Entry
    student: str = ""
    refused: str = ""
    left_out: str = ""
    notes: tuple[str, ...] = ()
    ruling: Ruling | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What claims are judged by."""

    assignment: str
    roster: Roster
    settings: Settings
    examined: Mapping[frozenset[str], Examined]
    rulings: Mapping[str, Ruling]


def claim(entry: Entry, known: Known) -> Claim:
    """Return whose an item is."""
    ruling = known.rulings.get(entry.key)
    if ruling is not None:
        left_out = "" if ruling.student else "a person decided so in by-hand.csv"
        refused = "" if entry.item.files else entry.item.refused or "it holds no file"
        notes = ("Assigned by a person in by-hand.csv.", *entry.item.notes) if ruling.student else ()
        return Claim(entry, ruling.student, refused, left_out, notes, ruling)
    if entry.whole:
        return Claim(entry, refused=entry.item.refused)
    student, unknown = _student(entry, known)
    left_out, wrong, notes = _homework(entry, known, student is not None)
    if left_out and (entry.item.sender or entry.automatic or entry.tags):  # else it may be what is left of a mail
        return Claim(entry, student.id if student else "", left_out=left_out)
    empty = "" if entry.item.files else "it holds no file"
    refused = entry.item.refused or wrong or unknown or empty
    return Claim(entry, student.id if student else "", refused, "", notes)


def _homework(entry: Entry, known: Known, of_student: bool) -> tuple[str, str, tuple[str, ...]]:
    """Return why an item is none of this homework's, why a person must look, and notes."""
    notes = entry.item.notes
    if entry.automatic:
        doubt = entry.automatic if entry.usable and entry.item.files else ""
        return ("", f"it seems to be {doubt}, but holds files", notes) if doubt else (entry.automatic, "", notes)
    found = known.examined.get(entry.contents, Examined(belongs=False))
    others = [one_line(tag, 60) for tag in entry.tags if tag != known.assignment]
    if not entry.tagged or (entry.tags and not others):
        wrong = f"its notebook is one of {found.assignment}, not of {known.assignment}" if found.assignment else ""
        return "", wrong, notes
    if not entry.tags:
        return _untagged(entry, found, known.assignment, of_student)
    if known.assignment in entry.tags:
        if found.belongs:
            return "", "", (*notes, f"Its subject names {' and '.join(others)} too; the notebook decided.")
        return "", f"its subject names {' and '.join(entry.tags)}: which is it?", notes
    if found.belongs:
        return "", f"its subject says {others[0]}, but the notebook is {known.assignment}'s: which is it?", notes
    return f"its subject says {others[0]}", "", notes


def _untagged(entry: Entry, found: Examined, assignment: str, of_student: bool) -> tuple[str, str, tuple[str, ...]]:
    if found.belongs:
        return "", "", (*entry.item.notes, f"Its subject does not name {assignment}; the notebook does.")
    if found.assignment:
        return f"its subject names no homework, and its notebook is one of {found.assignment}", "", ()
    if of_student and entry.usable:
        return "", "its subject names no homework, and no notebook in it says which it is", entry.item.notes
    return "its subject names no homework, and it holds none", "", ()


def _student(entry: Entry, known: Known) -> tuple[Student | None, str]:
    """Return whose an item is, or why that is not known, with whom a person might think of."""
    sender, roster = entry.item.sender, known.roster
    if sender is None:
        return None, entry.item.refused or "it does not say whom it is from"
    if sender.column == "address" and comparable(sender.value) in known.settings.staff:
        return None, f"it is from staff ({_shown(sender)}): whose work is it?{_suggestion(entry, known)}"
    same = roster.all_by(sender.column, sender.value)
    if len(same) == 1:
        return same[0], ""
    called = CALLED.get(sender.column, sender.column)
    if same:
        who = " and ".join(student.id for student in same[:4])
        return None, f"several students have the {called} {_shown(sender)}: {who}"
    if not roster.students:
        return None, f"there is no class list: write {roster.file.name} with at least the columns id and email"
    return None, f"nobody in {roster.file.name} has the {called} {_shown(sender)}{_suggestion(entry, known)}"


def _shown(sender: Sender) -> str:
    return one_line(sender.value, 80)


def _suggestion(entry: Entry, known: Known) -> str:
    """Return whom a person might think of: a suggestion, and never taken for more."""
    found = known.examined.get(entry.contents)
    sender = entry.item.sender
    students = [known.roster.by("address", entry.hint)] if entry.hint else []
    staff = sender is not None and comparable(sender.value) in known.settings.staff
    names = [found.name if found else "", "" if staff or sender is None else sender.name]
    by_name = {comparable(student.name): student for student in known.roster.students if student.name}
    for name in filter(None, map(comparable, names)):
        best = process.extractOne(name, by_name.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
        students += [by_name[best[0]]] if best else []
    ids = list(dict.fromkeys(student.id for student in students if student))
    return f" (perhaps {' or '.join(ids)})" if ids else ""
