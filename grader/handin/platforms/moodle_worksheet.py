"""Moodle's grading worksheet: who is behind a participant's number, and when they handed in."""

import re
from dataclasses import dataclass
from pathlib import Path

from grader.errors import CourseError
from grader.handin.platforms import moodle_words as words
from grader.handin.platforms.tables import Table, read_table

NEEDED = {words.IDENTIFIER: "the identifier", words.SUBMITTED: "the time of handing in"}
ROLES = {
    **{"name": words.NAME, "address": words.ADDRESS, "id_number": words.NUMBER, "login": words.USERNAME},
    **{"group": words.GROUP, "submitted": words.SUBMITTED},
}
REMEDY = "Switch Moodle to English, German, French or Spanish, and download the grading worksheet again."
PARTICIPANT = re.compile(r"\D+([0-9]+)\s*")  # "Participant 12345", "Teilnehmer/in12345": the importer cuts the word off


@dataclass(frozen=True, slots=True)
class Participant:
    """One row; what the worksheet does not say is empty.

    Attributes:
        number: the participant's number in this assignment.
        name: the full name; empty while names are hidden.
        address: the e-mail address.
        id_number: the site's own number of the person.
        login: the user name.
        group: the group that hands in together.
        submitted: when, as Moodle prints it; empty or a dash if nothing was handed in.
        line: where it stands.
    """

    number: str
    name: str = ""
    address: str = ""
    id_number: str = ""
    login: str = ""
    group: str = ""
    submitted: str = ""
    line: str = ""

    @property
    def keys(self) -> list[tuple[str, str]]:
        """What names the person, the surest first: columns of the class list and values; some may be empty."""
        numbers = [(column, self.id_number) for column in ("id", "lms_user_id")]
        by_name = [] if self.address or self.id_number or self.login else [("name", self.name)]
        return [("address", self.address), ("login", self.login), *numbers, *by_name]

    @property
    def handed_in(self) -> bool:
        """Whether there is a time of handing in."""
        return any(sign.isdigit() for sign in self.submitted)


def read_worksheets(paths: tuple[Path, ...], *, timed: bool = True) -> dict[str, Participant]:
    """Return the participants of some worksheets by their numbers.

    Args:
        paths: the worksheets.
        timed: whether the times of handing in are needed.

    Raises:
        CourseError: a worksheet has a header or a row that cannot be read, or two rows contradict each other.
    """
    found: dict[str, Participant] = {}
    for path in paths:
        for participant in _participants(read_table(path), timed):
            known = found.setdefault(participant.number, participant)
            if _person(known) != _person(participant):
                what = f"participant {known.number} is one person in {known.line}, and another in {participant.line}"
                raise CourseError(path.name, what, "Give the worksheet of this assignment only.")
    return found


def _person(participant: Participant) -> tuple[str, ...]:
    return participant.name, participant.address.casefold(), participant.id_number, participant.login


def _participants(table: Table, timed: bool) -> list[Participant]:
    places: dict[str, int] = {}
    for place, header in enumerate(table.header):
        places.setdefault(words.meaning(header), place)
    for wanted, meaning in NEEDED.items():
        if wanted not in places and (timed or wanted != words.SUBMITTED):
            shown = ", ".join(table.header)[:200]
            known = ", ".join(words.known(wanted)[:5])
            what = f"none of its columns ({shown}) is one that I know as {meaning} (known: {known})"
            raise CourseError(table.called, what, REMEDY)
    participants = []
    for line, row in table.rows:
        cells = {meaning: row[place] for meaning, place in places.items()}
        number = PARTICIPANT.fullmatch(cells[words.IDENTIFIER])
        if number is None:
            what = f"line {line} has the identifier {cells[words.IDENTIFIER][:40]!r}, which is no participant's number"
            raise CourseError(table.called, what, "Download the grading worksheet again.")
        rest = {role: cells.get(meaning, "") for role, meaning in ROLES.items()}
        participants.append(Participant(number[1], line=f"line {line} of {table.called}", **rest))
    return participants
