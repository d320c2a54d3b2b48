"""Parses times as people and programs write them: a date, a time of day, and optionally a time zone."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from grader.course import CONFIG
from grader.errors import CourseError, GraderError

LONGEST = 1024  # bytes of a file that holds one time
YEARS = range(1970, 3000)
FORM = re.compile(r"(\d{4}-\d\d-\d\d)(?:T|[ \t]+)(\d\d:\d\d(?::\d\d)?)(?:[.,]\d{1,9})?\s*(\S+)?", re.ASCII)
OFFSET = re.compile(r"([+-])(\d\d)(?::?([0-5]\d))?", re.ASCII)
IANA = re.compile(r"(?!right/|Factory|localtime)(?=.*[a-z])[A-Za-z][\w+-]*(?:/[\w+-]+)*", re.ASCII)
MAIL_ZONE = re.compile(r"\d\s+(?:[+-][01]\d[0-5]\d|GMT|UTC?|Z)$", re.ASCII | re.IGNORECASE)
COMMENT = re.compile(r"\([^()]*\)")  # of a mail's header: "+0200 (CEST)"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
EXAMPLE = "Write it like '2024-04-17 23:55:00 Europe/Vienna' or '2024-04-17 21:55:00 UTC'."


@dataclass(frozen=True, slots=True)
class Reading:
    """A parsed time: the first and the last moment it can mean, as naive UTC, like nbgrader's.

    They differ only at a clock change, where a local time occurs twice or not at all.
    """

    first: datetime
    last: datetime


def read_time(text: str, zone: tzinfo) -> Reading:
    """Read a time such as ``2024-04-17 23:55:00 Europe/Vienna``; without a zone it is one of ``zone``.

    A zone is a numeric offset, ``UTC``, ``GMT``, ``Z`` or a name of the IANA database. Abbreviations such as ``CEST``
    or ``EST`` have several meanings and are not read.

    Raises:
        GraderError: the text is no such time.
    """
    found = FORM.fullmatch(text.strip())
    if found is None:
        raise GraderError("time", f"{_shown(text)} is not a date and a time", EXAMPLE)
    date, clock, name = found.groups()
    try:
        local = datetime.fromisoformat(f"{date} {clock}")
        if local.year not in YEARS:
            raise ValueError(date)
        at = _zone(name) if name else zone
        moments = [local.replace(tzinfo=at, fold=fold).astimezone(UTC).replace(tzinfo=None) for fold in (0, 1)]
    except (ValueError, OverflowError, OSError, LookupError) as error:
        raise GraderError("time", f"{_shown(text)} contains an invalid date, time or time zone", EXAMPLE) from error
    return Reading(min(moments), max(moments))


def _zone(name: str) -> tzinfo:
    """Return the zone of a name or an offset.

    Raises:
        ValueError: it is neither.
        LookupError, OSError: there is no zone of that name.
    """
    if name.upper() in ("Z", "UTC", "GMT"):
        return UTC
    if found := OFFSET.fullmatch(name):
        sign, hours, minutes = found.groups()
        if int(hours) > 14:
            raise ValueError(name)
        return timezone(int(f"{sign}1") * timedelta(hours=int(hours), minutes=int(minutes or 0)))
    if not IANA.fullmatch(name):
        raise ValueError(name)
    return ZoneInfo(name)


def due_date(text: object, zone: tzinfo) -> datetime:
    """Return a due date of the settings, as naive UTC; at a clock change, the later moment it can mean.

    Raises:
        CourseError: it is no such date.
    """
    try:
        return read_time(str(text), zone).last
    except GraderError as error:
        raise CourseError(CONFIG, f"c.Course.due holds {_shown(str(text))}, which is not a date", EXAMPLE) from error


def submission_time(raw: bytes, zone: tzinfo) -> Reading:
    """Read the contents of a file ``timestamp.txt``; of a time with two meanings, the first counts.

    Args:
        raw: the contents, of which more than `LONGEST` bytes are no time.
        zone: the zone of a time that names none.

    Raises:
        GraderError: they are no such time.
    """
    if len(raw) > LONGEST:
        raise GraderError("time", f"it is longer than {LONGEST:,} bytes", EXAMPLE)
    try:
        text = raw.decode("utf-16" if raw.startswith(UTF_16) else "utf-8-sig")  # PowerShell writes UTF-16
    except UnicodeDecodeError as error:
        raise GraderError("time", "it is not UTF-8 text", EXAMPLE) from error
    return read_time(text, zone)


def normalize_time(path: Path, zone: tzinfo) -> list[str]:
    """Rewrite the submission time in UTC, as nbgrader reads it, or remove it; return notes for a person.

    Args:
        path: the file ``timestamp.txt`` of a staged submission, which need not exist.
        zone: the zone of a time that names none.
    """
    if not path.is_file():
        return []
    try:
        with path.open("rb") as file:
            reading = submission_time(file.read(LONGEST + 1), zone)
    except GraderError as error:
        path.unlink()
        consequence = "so the submission counts as on time. Correct the file, then grade again."
        return [f"The submission time could not be read from timestamp.txt ({error.what}), {consequence} {EXAMPLE}"]
    path.write_text(f"{reading.first.isoformat(' ')} UTC\n", encoding="utf-8")
    if reading.first == reading.last:
        return []
    return [
        "The time in timestamp.txt is ambiguous because clocks were changed then; the earlier reading was used "
        f"({reading.first.isoformat(' ', 'seconds')} UTC)."
    ]


def mail_date(text: str) -> datetime | None:
    """Return the date of a mail's header as naive UTC; None where it names no zone that has one meaning.

    A zone is a numeric offset, ``GMT``, ``UT``, ``UTC`` or ``Z``. The offset ``-0000`` says that the zone is unknown,
    and abbreviations such as ``CEST`` or ``EST`` have several meanings (RFC 5322, sections 3.3 and 4.3).
    """
    if MAIL_ZONE.search(COMMENT.sub(" ", text).rstrip()) is None:
        return None
    try:
        moment = parsedate_to_datetime(text)
        utc = moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        return None
    return utc if moment.tzinfo is not None and utc.year in YEARS else None


def _shown(text: str) -> str:
    """Return the start of a text on one line, escaped for display."""
    return ascii(text.strip()[:60])
