"""Takes what sources hold into what is kept of an assignment; nothing in a source is changed."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from zipfile import is_zipfile

from grader.errors import CourseError
from grader.handin import mailboxes
from grader.handin.given import Given
from grader.handin.imap import folder
from grader.handin.imap.address import Address
from grader.handin.imap.visits import read_visit, write_visit
from grader.handin.keep import MAIL, TABLE, Store
from grader.handin.packing import write_pack
from grader.handin.reading import NAMES, WORKSHEETS
from grader.handin.settings import Settings
from grader.handin.sources import Source

LARGEST_TABLE = 64 * 2**20  # bytes
Begin = Callable[[int], Callable[[int], None]]


@dataclass(slots=True)
class Gathered:
    """What a source held.

    Attributes:
        source: the source.
        things: how many mails or archives it held; of a mail server, how many were not fetched before.
        passed_over: how many mails of a server name no homework and have no file.
        failure: what went wrong; what came before is kept all the same.
    """

    source: Source
    things: int = 0
    passed_over: int = 0
    failure: CourseError | None = None


def gather(
    store: Store, source: Source, worksheets: Sequence[Path], given: Given, settings: Settings, begin: Begin
) -> Gathered:
    """Keep what a source holds.

    Args:
        store: what is kept of the assignment.
        source: where it is.
        worksheets: tables that explain a platform's download.
        given: class list, assignment, zone.
        settings: the settings of collecting.
        begin: is told how many mails a server has to be asked for, and returns what is told each.
    """
    gathered = Gathered(source)
    try:
        if source.remote:
            _remote(store, gathered, settings, given.assignment, begin)
        elif source.kind == MAIL:
            _mails(store, gathered)
        else:
            _download(store, gathered, worksheets, given)
    except CourseError as error:
        gathered.failure = error
    return gathered


def _mails(store: Store, gathered: Gathered) -> None:
    for raw in mailboxes.mails(gathered.source.path):
        store.keep(raw.file, "eml", MAIL, raw.facts)
        gathered.things += 1


def _remote(store: Store, gathered: Gathered, settings: Settings, assignment: str, begin: Begin) -> None:
    address = Address.of(gathered.source.place)
    visit = read_visit(store.folder, address)
    tell: list[Callable[[int], None]] = []
    try:
        with closing(
            folder.mails(address, settings.tags, assignment, visit, lambda total: tell.append(begin(total)))
        ) as found:
            for number, validity, raw in found:
                with raw.file:
                    store.keep(raw.file, "eml", MAIL, raw.facts)
                visit.validity, visit.numbers = validity, visit.numbers | {number}
                gathered.things += 1
                tell[0](1)
    finally:
        gathered.passed_over = visit.passed_over
        if visit.numbers:
            write_visit(store.folder, address, visit)


def _download(store: Store, gathered: Gathered, worksheets: Sequence[Path], given: Given) -> None:
    path = gathered.source.path
    names = []
    for sheet in worksheets:
        names.append(store.keep(_table(sheet), "csv", TABLE, {NAMES: [sheet.name]}).name)
    facts = {NAMES: [path.resolve().name], WORKSHEETS: names}
    if path.is_dir():
        with mailboxes.spool() as packed:
            write_pack(path, given, packed)
            store.keep(packed, "zip", gathered.source.kind, facts)
    elif is_zipfile(path):
        with path.open("rb") as archive:
            store.keep(archive, "zip", gathered.source.kind, facts)
    else:
        what = f"it is neither a zip nor a folder, as {gathered.source.called} would be"
        raise CourseError(path, what, "Give the download as it came, or the folder that it lies in.")
    gathered.things += 1


def _table(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_TABLE + 1)
    except OSError as error:
        raise CourseError(path, f"it cannot be read ({error.strerror})", "Check the permissions.") from error
    if len(content) > LARGEST_TABLE:
        raise CourseError(path, f"it has more than {LARGEST_TABLE >> 20} MiB", "Give the table as it was downloaded.")
    return content
