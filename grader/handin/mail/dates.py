"""The times that a mail carries: of the server that received it, of the mailbox it lay in, of its sender."""

import re
from datetime import UTC, datetime, tzinfo
from email.message import Message

from grader.errors import GraderError
from grader.handin.mail import headers
from grader.times import read_time

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DATE = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[ -](\d{4}) (\d\d?):(\d\d)(?::(\d\d))?(?: ([+-]\d{4}|GMT|UTC|UT|Z)\b)?")
POSTMARK = re.compile(
    r"From (\S+) +(?:[A-Za-z]{3},? +)?([A-Za-z]{3}) +(\d{1,2}) +(\d\d):(\d\d)(?::(\d\d))?"
    r"(?: +([+-]\d{4}|GMT|UTC))?(?: +[A-Z]{3,4})? +(\d{4})(?: +([+-]\d{4}))?"
)
COPIED = ("-", "MAILER-DAEMON")  # programs write these when they copy a mail: the time is the copy's
BY = re.compile(r"\bby ([\w.-]+)", re.IGNORECASE)


def mail_date(text: str) -> datetime | None:
    """Return a date such as ``Wed, 17 Apr 2024 23:54:10 +0200``, naive UTC.

    None where it names no zone by a number: names such as CEST mean several.
    """
    found = DATE.search(" ".join(headers.COMMENT.sub(" ", text[:1000]).split()))
    if not found or not found[7]:
        return None
    day, month, year, hour, minute, second, zone = found.groups()
    return _moment(year, month, day, f"{hour}:{minute}:{second or '00'}", zone, None)


def claimed(part: Message) -> datetime | None:
    """Return the time that the sender's own clock gave, naive UTC."""
    return mail_date(headers.value(part, "date"))


def received(part: Message, receivers: tuple[str, ...]) -> datetime | None:
    """Return when a trusted server received the mail: from the topmost line that one of them wrote.

    What a sender forges stands below the lines that servers add.
    """
    for line in headers.values(part, "received"):
        route, _, date = line.rpartition(";")
        found = BY.search(headers.COMMENT.sub(" ", route))
        if found and found[1].lower().rstrip(".") in receivers:
            return mail_date(date)
    return None


def postmark(line: str, zone: tzinfo) -> datetime | None:
    """Return the time of the line before a mail in an mbox file, naive UTC; None if it says nothing of the arrival.

    Args:
        line: ``From ada@example.org Wed Apr 17 21:54:10 2024``.
        zone: the zone of a time that names none.
    """
    found = POSTMARK.match(line)
    if not found or found[1] in COPIED:
        return None
    _, month, day, hour, minute, second, before, year, after = found.groups()
    return _moment(year, month, day, f"{hour}:{minute}:{second or '00'}", before or after, zone)


def _moment(year: str, month: str, day: str, clock: str, zone: str | None, default: tzinfo | None) -> datetime | None:
    """Read the parts of a time by the parser of all times."""
    if month.lower() not in MONTHS:
        return None
    offset = {"UT": "UTC", "-0000": "+0000"}.get(zone or "", zone or "")
    clock = clock if clock[1] != ":" else f"0{clock}"
    text = f"{year}-{MONTHS.index(month.lower()) + 1:02d}-{int(day):02d} {clock} {offset}"
    try:
        return read_time(text, default or UTC).first
    except GraderError:
        return None
