"""Made-up downloads of learning platforms: real zips, and the class that they are of."""

import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from grader.handin.given import Given
from grader.handin.item import Item
from grader.handin.platforms.registry import READERS
from grader.roster import parse_roster

ROSTER = parse_roster(
    """id,first_name,last_name,email,also,lms_user_id,login,github
ada,Ada,Lovelace,ada@example.org,countess@private.example,101,a_lovelace,countess
emil,Emil,Müller,emil@example.org,,102,emueller,emil-m
jane,Jane-Ann,Doe,jane@example.org,,103,jane@uni.example,jane-doe
bob,Bob,Smith,bob@example.org,,104,bsmith,bob
bob2,Bob,Smith,bob2@example.org,,105,bsmith2,
""",
    Path("roster.csv"),
)
VIENNA = ZoneInfo("Europe/Vienna")
NOTEBOOK = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'


def given(source: str = "download.zip", *worksheets: Path, zone: str = "Europe/Vienna", zoned: bool = True) -> Given:
    """What a reader is given beside a download of hw3, which was due on 17 April 2024, 21:55 UTC."""
    due = datetime(2024, 4, 17, 21, 55)
    return Given("hw3", ROSTER, ZoneInfo(zone), due, tuple(worksheets), source, zoned)


def zipped(path: Path, files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write a zip, and return where it is."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a text, and return where it is."""
    path.write_text(text, encoding=encoding, newline="")
    return path


def collected(kind: str, archive: Path, about: Given) -> list[Item]:
    """Return the items of a download."""
    return list(READERS[kind].items(archive, about))


def who(item: Item) -> str:
    """Return the id of the student whom an item is of; "?" if that cannot be told."""
    student = item.sender and ROSTER.by(item.sender.column, item.sender.value)
    return student.id if student else "?"


def summary(items: list[Item]) -> dict[str, list[str]]:
    """Return the names of the files of each student whose hand-in is not refused."""
    found: dict[str, list[str]] = {}
    for item in items:
        if not item.refused:
            found.setdefault(who(item), []).extend(file.name for file in item.files)
    return found
