"""Reads all that is kept of an assignment, mails in processes with limits: what one of them holds costs it alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from grader.errors import GraderError, GradingFailed, LimitReached
from grader.handin.entry import Entry
from grader.handin.given import Given
from grader.handin.item import Item
from grader.handin.keep import MAIL, TABLE, Kept
from grader.handin.mail.problems import OUTLOOK
from grader.handin.mail.reading import Reading, read_mail
from grader.handin.platforms import Platform
from grader.handin.settings import Settings
from grader.process import limited
from grader.text import one_line

TOGETHER = 32  # mails that are read in one process
MOST_TOGETHER = 32 * 2**20  # bytes of them
SECONDS = 60.0  # that reading them may take, or one of them
MEMORY = 512 * 2**20  # bytes for the same
PER_BYTE = 8  # bytes of memory that the parser takes for a byte of a mail
WORKSHEETS = "worksheets"  # a fact: the names of the tables that explain a download
NAMES = "names"  # another: what it was called where it came from
Tell = Callable[[int], None]


def read_all(
    kept: Sequence[Kept], given: Given, settings: Settings, platforms: Mapping[str, Platform], tell: Tell
) -> list[Entry]:
    """Return an entry for everything that was handed in, in the order of the names of what is kept.

    Args:
        kept: all that is kept of the assignment.
        given: class list, assignment, zone.
        settings: the settings of collecting.
        platforms: the readers of downloads, by name.
        tell: is told how many more have been read.
    """
    tables = {one.name: one for one in kept if one.kind == TABLE}
    reading = Reading(given.assignment, settings, given.roster)
    found = []
    for is_mail, group in groupby(kept, lambda one: one.kind == MAIL):
        for together in _batches(list(group)) if is_mail else ([one] for one in group):
            if is_mail:
                found += _mails(together, reading)
            elif together[0].kind != TABLE:
                found += _download(together[0], tables, given, platforms)
            tell(len(together))
    return found


def _batches(kept: Sequence[Kept]) -> Iterator[list[Kept]]:
    """Yield mails to be read together: few, and not too large in all."""
    batch: list[Kept] = []
    size = 0
    for one in kept:
        own = _size(one)
        if batch and (len(batch) >= TOGETHER or size + own > MOST_TOGETHER):
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += own
    if batch:
        yield batch


def _mails(kept: Sequence[Kept], reading: Reading) -> list[Entry]:
    """Read mails in one process, or each in its own where that fails."""
    memory = max(MEMORY, PER_BYTE * max(map(_size, kept)))
    try:
        return limited.run("mails were read", _read_mails, kept, reading, seconds=SECONDS, memory=memory)
    except LimitReached as error:
        if len(kept) > 1:
            return [entry for one in kept for entry in _mails([one], reading)]
        return [_unread(kept[0], error.what)]
    except GradingFailed as error:
        return [_unread(one, error.what) for one in kept]


def _read_mails(kept: Sequence[Kept], reading: Reading) -> list[Entry]:
    return [entry for one in kept for entry in _read_mail(one, reading)]


def _read_mail(kept: Kept, reading: Reading) -> list[Entry]:
    if _size(kept) > 2 * reading.settings.most_bytes:
        return [_unread(kept, f"it has {_size(kept) / 2**20:,.0f} MB, which is more than c.Collect.max_mib allows")]
    try:
        if not kept.unchanged():
            return [_unread(kept, "it was changed since it was kept: collect it again")]
        with kept.path.open("rb") as file:
            if file.read(len(OUTLOOK)) == OUTLOOK:
                return [_unread(kept, "it is a mail in Outlook's own form (.msg): save it as .eml and collect that")]
        return read_mail(kept, reading)
    except MemoryError:
        raise
    except Exception as error:  # of a hostile mail the parser raises anything
        return [_unread(kept, f"the mail cannot be read ({type(error).__name__}: {one_line(error, 80)})")]


def _download(kept: Kept, tables: Mapping[str, Kept], given: Given, platforms: Mapping[str, Platform]) -> list[Entry]:
    """Read the download of a platform."""
    platform = platforms.get(kept.kind)
    if platform is None:
        return [_unread(kept, f"no reader is there for what came from {kept.kind!r}")]
    names = kept.facts.get(WORKSHEETS, ())
    sheets = [tables[name] for name in names if name in tables]
    source = min(kept.facts.get(NAMES, ()), default="")
    own = replace(given, worksheets=tuple(one.path for one in sheets), source=source)
    try:
        if not kept.unchanged():
            return [_unread(kept, "it was changed since it was kept: collect it again")]
        items = list(platform.items(kept.path, own))
    except GraderError as error:
        return [_unread(kept, _original(f"in {error}".strip().removesuffix("."), sheets))]
    except Exception as error:  # of a hostile archive the reader's libraries raise anything
        return [_unread(kept, f"it cannot be read ({type(error).__name__}: {one_line(error, 80)})")]
    return [
        Entry(
            replace(
                item, refused=_original(item.refused, sheets), notes=tuple(_original(n, sheets) for n in item.notes)
            ),
            kept.name,
            number,
            usable=bool(item.files),
        )
        for number, item in enumerate(items, 1)
    ]


def _original(text: str, sheets: Sequence[Kept]) -> str:
    """Return a text in which tables have the names that they came under, not those that they are kept by."""
    for one in sheets:
        text = text.replace(one.name, _called(one) or one.name)
    return text


def _unread(kept: Kept, why: str) -> Entry:
    return Entry(Item(kept.name, refused=why, shown=_called(kept)), kept.name, whole=True)


def _called(kept: Kept) -> str:
    return one_line(", ".join(kept.facts.get(NAMES, ())), 200)


def _size(kept: Kept) -> int:
    return kept.path.stat().st_size
