"""Decides what counts of everything that was handed in. It is a function of what is kept, and of no order or time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from grader.handin.claims import Claim, Known, claim
from grader.handin.entry import Choice, Decision, Entry, Row
from grader.handin.item import Word
from grader.handin.settings import Settings, Which
from grader.handin.versions import Version, arrival_of, chosen, lateness, versions
from grader.text import number

FAR_OFF = timedelta(hours=1)  # from which two clocks are told to differ


@dataclass(frozen=True, slots=True)
class Decided:
    """What counts: a row for every item, and a choice for every student who handed in."""

    rows: tuple[Row, ...]
    choices: Mapping[str, Choice]


def decide(entries: Iterable[Entry], known: Known, now: datetime) -> Decided:
    """Decide on everything that was handed in.

    Args:
        entries: all items that are kept of the assignment.
        known: class list, settings, what the files are, what a person decided.
        now: naive UTC; a later arrival is told.
    """
    claims = [claim(entry, known) for entry in sorted(entries, key=lambda entry: (entry.kept, entry.number))]
    taken = [one for one in claims if not (one.refused or one.left_out)]
    by_student: dict[str, list[Claim]] = defaultdict(list)
    for one in taken:
        by_student[one.student].append(one)
    rows, choices = [], {}
    for student, own in by_student.items():
        found = versions(own, known.examined)
        best = chosen(found, known.settings)
        choices[student] = Choice(student, best.claims[0].entry.item, best.arrival.at)
        for version in found:
            rows += _rows(version, best, known.settings, now)
    rows += [_left(one) for one in claims if one.left_out]
    rows += _refused([one for one in claims if one.refused], rows, choices, known.settings)
    return Decided(tuple(sorted(rows, key=lambda row: (row.entry.kept, row.entry.number))), choices)


def _rows(version: Version, chosen: Version, settings: Settings, now: datetime) -> list[Row]:
    """Return the rows of the items with the same files."""
    first, *rest = version.claims
    notes = list(first.notes)
    decision, look = Decision.CHOSEN, False
    if version is not chosen:
        decision = Decision.OLDER if version.order < chosen.order else Decision.NEWER
    if version.unreadable:
        look = version is chosen or decision is Decision.NEWER
        counts = "" if version is chosen else f"; what counts is {chosen.claims[0].entry.item.origin}"
        notes.insert(0, f"It cannot be graded: {version.unreadable}{counts}.")
    elif version.untouched:
        look = decision is not Decision.OLDER
        counts = "" if version is chosen else f"; what counts is {chosen.claims[0].entry.item.origin}"
        notes.insert(0, f"It is the notebook as it was given out, with no work in it{counts}.")
    elif decision is Decision.NEWER:
        by_time = "It came after the due date; an earlier version is on time and counts."
        notes.insert(0, by_time if settings.which is Which.ON_TIME else "The first version counts.")
    clock, doubtful = _of_time(version, settings, now)
    look = look or (doubtful and version is chosen)
    same = f"The same files as {first.entry.item.origin}, which came first."
    rows = [Row(first.entry, decision, first.student, version.arrival, " ".join([*notes, *clock]), look)]
    for one in rest:
        rows.append(Row(one.entry, Decision.SAME, one.student, arrival_of(one), " ".join([same, *one.notes])))
    return rows


def _of_time(version: Version, settings: Settings, now: datetime) -> tuple[list[str], bool]:
    """Return what is to be said of the time of a version, and whether a person must look at it."""
    at, claimed, found = version.arrival.at, version.claims[0].entry.item.claimed, []
    if at is None:
        return ["Nobody says when it arrived: it counts as on time."], settings.due is not None
    late = lateness(version, settings)
    if late is not None:
        found.append(f"{_hours(late)} late.")
        closes = settings.closes(version.student)
        if claimed and closes and claimed <= closes and version.arrival.word is not Word.SENDER:
            found.append("Its own date is before the due date; the time of arrival counts.")
    elif claimed and abs(claimed - at) > FAR_OFF and version.arrival.word is not Word.SENDER:
        found.append(f"Its own date differs by {_hours(abs(claimed - at))}.")
    elif (due := settings.due_of(version.student)) and at > due:
        found.append("Late within the time of grace.")
    elif settings.due and at > settings.due + settings.grace:
        found.append("On time by an extension.")
    certain, closes = version.claims[0].entry.certain.at, settings.closes(version.student)
    if certain and closes and at <= closes < certain and not (version.claims[0].ruling or version.certain(closes)):
        return [*found, "Only the mail that was forwarded says so; it was forwarded after the due date."], True
    said = [arrival_of(one) for one in version.claims[1:]]
    if version.arrival.word is Word.SENDER and any(one.at and one.word in (Word.SERVER, Word.MAILBOX) for one in said):
        return [*found, "Only its sender says so; of a later mail with the same files, a server says when."], True
    if at > now:
        return [*found, "That is in the future: check the clock that says so."], True
    if settings.released and at < settings.released:
        return [*found, "That is before the homework was given out: check it."], True
    return found, False


def _hours(span: timedelta) -> str:
    seconds = span.total_seconds()
    if seconds < 3600:
        return f"{max(1, round(seconds / 60))} min"
    hours = seconds / 3600
    return f"{number(round(hours, 1))} h" if hours < 48 else f"{number(round(hours / 24, 1))} days"


def _left(one: Claim) -> Row:
    return Row(one.entry, Decision.LEFT_OUT, one.student, arrival_of(one), _sentence(one.left_out))


def _refused(
    claims: Sequence[Claim], rows: Sequence[Row], choices: Mapping[str, Choice], settings: Settings
) -> list[Row]:
    """Return the rows of what cannot be used; what another copy or a later version settles, nobody need look at."""
    whole = {(row.student, *_mail(row.entry)) for row in rows if row.student}
    seen = set[tuple[str, ...]]()
    found = []
    for one in claims:
        mail, arrival, why = _mail(one.entry), arrival_of(one), _sentence(one.refused)
        if one.entry.item.identity and ((one.student, *mail) in whole or (one.refused, *mail) in seen):
            why = f"{why} Another copy of this mail is listed."
            found.append(Row(one.entry, Decision.SAME, one.student, arrival, why))
            continue
        seen.add((one.refused, *mail))
        later = choices.get(one.student) if not one.entry.item.files else None
        settled = bool(
            later and later.at and arrival.at and arrival.at <= later.at <= (settings.closes(one.student) or later.at)
        )
        notes = ["A later hand-in has the files.", *one.notes] if settled else one.notes
        found.append(Row(one.entry, Decision.REFUSED, one.student, arrival, " ".join([why, *notes]), not settled))
    return found


def _mail(entry: Entry) -> tuple[str, str, str, str]:
    """Return what two copies of one mail have in common: a Message-ID alone is whatever its sender's program wrote."""
    sender = entry.item.sender.value.casefold() if entry.item.sender else ""
    return entry.item.identity, sender, str(entry.item.claimed), entry.item.shown


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '!')) else '.'}" if text else ""
