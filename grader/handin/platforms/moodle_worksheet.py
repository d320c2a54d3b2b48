"""Moodle's grading worksheet: who is behind a participant's number, and when they handed in, in seven languages."""

import re
from dataclasses import dataclass
from pathlib import Path

from grader.errors import CourseError
from grader.handin.platforms.tables import Table, read_table

HEADERS = {  # as Moodle's language packs have them
    "identifier": ("Identifier", "ID", "Identifiant", "Identificador", "Identificativo", "Identificatie"),
    "name": (
        *("Full name", "Vollständiger Name", "Nom complet", "Nombre completo", "Nome completo", "Cognome/Nome"),
        *("Volledige naam", "Nome", "Nombre", "Name", "Nombre / Apellido(s)", "Nome / Cognome"),
    ),
    "address": (
        *("Email address", "Email", "E-mail", "E-mail address", "E-Mail-Adresse", "E-Mail", "Adresse de courriel"),
        *("Courriel", "Adresse e-mail", "Dirección de correo", "Dirección Email", "Dirección de correo electrónico"),
        *(
            "Correo electrónico",
            "Correo",
            "Indirizzo email",
            "E-mailadres",
            "Endereço de email",
            "Adresse électronique",
        ),
    ),
    "number": (
        *(
            "ID number",
            "ID-Nummer",
            "Matrikelnummer",
            "Numéro d'identification",
            "Número de ID",
            "Codice identificativo",
        ),
        *("Número de identificación", "Identificatienummer", "Número de identificação"),
    ),
    "login": ("Username", "Anmeldename", "Benutzername", "Nom d'utilisateur", "Nombre de usuario", "Gebruikersnaam"),
    "group": ("Group", "Gruppe", "Groupe", "Grupo", "Gruppo", "Groep"),
    "submitted": (
        *("Last modified (submission)", "Zuletzt geändert (Abgabe)", "Dernière modification (travail remis)"),
        *("Última modificación (entrega)", "Fecha de entrega", "Ultima modifica (consegna)"),
        *("Última modificação (envio)", "Última modificação (submissão)", "Laatst gewijzigd (ingestuurde opdracht)"),
        *("Dernière modification (remise)", "Laatst gewijzigd (inzending)"),
    ),
}
NEEDED = {"identifier": "the identifier", "submitted": "the time of handing in"}
REMEDY = "Switch Moodle to English, German, French or Spanish, and download the grading worksheet again."
NUMBER = re.compile(r"(\d+)\s*")


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
    def handed_in(self) -> bool:
        """Whether there is a time of handing in."""
        return any(sign.isdigit() for sign in self.submitted)


def read_worksheets(paths: tuple[Path, ...]) -> dict[str, Participant]:
    """Return the participants of some worksheets by their numbers.

    Raises:
        CourseError: a worksheet has a header or a row that cannot be read, or two rows contradict each other.
    """
    found: dict[str, Participant] = {}
    for path in paths:
        for participant in _participants(read_table(path)):
            known = found.setdefault(participant.number, participant)
            if _person(known) != _person(participant):
                what = f"participant {known.number} is one person in {known.line}, and another in {participant.line}"
                raise CourseError(path.name, what, "Give the worksheet of this assignment only.")
    return found


def _person(participant: Participant) -> tuple[str, ...]:
    return participant.name, participant.address.casefold(), participant.id_number, participant.login


def _participants(table: Table) -> list[Participant]:
    places = {role: table.column(*names) for role, names in HEADERS.items()}
    for role, meaning in NEEDED.items():
        if places[role] is None:
            shown = ", ".join(table.header)[:200]
            known = ", ".join(HEADERS[role][:5])
            what = f"none of its columns ({shown}) is one that I know as {meaning} (known: {known})"
            raise CourseError(table.called, what, REMEDY)
    participants = []
    for line, row in table.rows:
        cells = {role: row[place] if place is not None else "" for role, place in places.items()}
        number = NUMBER.search(_last_word(cells["identifier"]))
        if number is None:
            what = f"line {line} has the identifier {cells['identifier'][:40]!r}, in which there is no number"
            raise CourseError(table.called, what, "Download the grading worksheet again.")
        rest = {role: cells[role] for role in ("name", "address", "login", "group", "submitted")}
        where = f"line {line} of {table.called}"
        participants.append(Participant(number[1], id_number=cells["number"], line=where, **rest))
    return participants


def _last_word(identifier: str) -> str:
    """Return the number at the end of "Participant 12345" or "Teilnehmer/in12345"."""
    found = re.search(r"\d+\s*$", identifier)
    return found[0] if found else ""
