"""Times as platforms print them, "Mittwoch, 17. April 2024, 23:54" for one, brought into the form that is parsed."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from grader.course import CONFIG
from grader.errors import GraderError
from grader.handin.given import Given
from grader.handin.item import Arrival, Word
from grader.handin.platforms.calendar_words import FILLERS, MONTHS, WEEKDAYS, ZONES, unaccented
from grader.text import one_line
from grader.times import FORM, read_time

CLOCK = re.compile(r"(?<![\d.:])(\d{1,2})[:h](\d\d)(?::(\d\d))?(?:[.,]\d{1,9})?(?![\d:])(?:\s*([ap])\.?\s?m\b\.?)?")
ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
NUMERIC = re.compile(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})")
ENDING = re.compile(r"\s+((?!AM\b|PM\b)[A-Z]{1,5}|(?:UTC|GMT)?[+-]\d\d(?::?\d\d)?)$")
EXAMPLE = "Write it with UTC or a zone such as Europe/Vienna: '2024-04-17 23:55:00 Europe/Vienna'."
SETTING = "Write the zone of the platform's server there, c.Course.time_zone = 'Europe/Vienna' for instance."


def arrival(text: str, given: Given) -> tuple[Arrival, list[str]]:
    """Return when something arrived by the platform's word, and notes on it.

    Args:
        text: a date and a time as the platform prints them, in one of the languages of `calendar_words`.
        given: the zone of a time that names none; an abbreviation such as CEST has to be that zone's own.

    Raises:
        GraderError: it is no such time, or its zone cannot be told.
    """
    clean = " ".join(text.replace("\u2019", "'").split())
    clock, zone = _parted(clean)
    names_zone = zone or ((found := FORM.fullmatch(clean)) and found[3])
    if not names_zone and not given.zoned:
        what = f"the time {one_line(text, 60)!r} names no zone, and c.Course.time_zone is not set"
        raise GraderError(CONFIG, what, SETTING)
    if zone and not zone[-1].isdigit():
        return Arrival(_abbreviated(clock, zone, given.zone), Word.SERVER), []
    reading = read_time(f"{clock} {zone.removeprefix('UTC').removeprefix('GMT')}".strip(), given.zone)
    if reading.first == reading.last:
        return Arrival(reading.first, Word.SERVER), []
    note = f"The time {one_line(text, 60)!r} is ambiguous because clocks were changed then; the earlier reading counts."
    return Arrival(reading.first, Word.SERVER), [note]


def _parted(text: str) -> tuple[str, str]:
    """Return date and time as `read_time` takes them, and the zone behind them: an offset, letters, or nothing.

    Raises:
        GraderError: there is no date, or no time.
    """
    try:
        read_time(text, ZoneInfo("UTC"))
        return text, ""
    except GraderError:
        pass
    ending = ENDING.search(text)
    zone = ending[1] if ending else ""
    plain = unaccented(text[: ending.start()] if ending else text)
    clock = CLOCK.search(plain)
    if clock is None:
        raise _unreadable(text)
    hour, minute, second, half = clock.groups()
    hours = int(hour) % 12 + 12 * (half == "p") if half else int(hour)
    if half and not 1 <= int(hour) <= 12:
        raise _unreadable(text)
    date = _date(plain[: clock.start()] + " " + plain[clock.end() :], text)
    return f"{date} {hours:02}:{minute}:{second or '00'}", zone


def _date(rest: str, text: str) -> str:
    """Return the date in what is left of a text without its time, as YYYY-MM-DD.

    Raises:
        GraderError: there is none, or it can be read in two ways, or a weekday contradicts it.
    """
    words = set(re.findall(r"[^\W\d_][^\W\d_']*", rest)) - FILLERS
    if found := ISO.search(rest):
        year, month, day = map(int, found.groups())
    elif found := NUMERIC.search(rest):
        year, month, day = int(found[4]), int(found[3]), int(found[1])
        if found[2] == "/" and (month > 12 or (day <= 12 and day != month)):
            if day > 12 or month <= 12:
                raise _unreadable(text, "can be read in two ways: day or month first")
            day, month = month, day
    else:
        months = [word for word in words if word in MONTHS]
        numbers = re.findall(r"\d+", rest)
        years, days = ([number for number in numbers if (len(number) == 4) == wanted] for wanted in (True, False))
        if not (len(months) == len(years) == len(days) == 1):
            raise _unreadable(text)
        year, month, day = int(years[0]), MONTHS[months[0]], int(days[0])
    try:
        date = datetime(year, month, day)
    except (ValueError, OverflowError):
        raise _unreadable(text) from None
    weekdays = {WEEKDAYS[word] for word in words if word in WEEKDAYS}
    if unknown := sorted(word for word in words if word not in MONTHS and word not in WEEKDAYS):
        raise _unreadable(text, f"has the word {unknown[0]!r}, which is in none of the languages that are read")
    if weekdays - {date.weekday()}:
        raise _unreadable(text, "names a weekday that is not that date's")
    return f"{date:%Y-%m-%d}" if year > 999 else f"{year:04}-{month:02}-{day:02}"


def _abbreviated(clock: str, zone: str, course: ZoneInfo) -> datetime:
    """Return the moment, as naive UTC, of a local time whose zone is abbreviated.

    Raises:
        GraderError: it is not how the course's zone is called then.
    """
    if zone in ("Z", "UTC"):
        return read_time(f"{clock} UTC", course).first
    meant, named = ZONES.get(zone, zone), []
    reading = read_time(clock, course)
    for moment in (reading.first, reading.last):
        named.append(moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(course).tzname())
        if named[-1] == meant:
            return moment
    if meant == "GMT":
        return read_time(f"{clock} GMT", course).first
    what = f"the time {clock!r} is in {zone}, but in {course.key} (c.Course.time_zone) it is {named[0]} then"
    raise GraderError(CONFIG, what, SETTING)


def _unreadable(text: str, why: str = "is not a date and a time that can be read") -> GraderError:
    return GraderError("time", f"{one_line(text, 60)!r} {why}", EXAMPLE)
