"""Items that were handed in, made up, and what claims and versions of them are judged by."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from grader.handin.claims import Claim, Known
from grader.handin.decide import decide
from grader.handin.entry import Entry, Examined
from grader.handin.item import Arrival, File, Item, Sender, Word
from grader.handin.settings import Settings, Which
from grader.roster import Roster, Student

DUE = datetime(2024, 4, 17, 21, 55)
NOW = datetime(2024, 5, 1)
MINUTE = timedelta(minutes=1)
ADA = Student("ada", "Ada", "Lovelace", "ada@example.org", "101", login="alove", github="ada-l")
BEN = Student("ben", "Ben", "Okri", "ben@example.org", "102", github="shared")
CEM = Student("cem", "Cem", "Kaya", "cem@example.org", "103", github="shared")
FROM_ADA = Sender("address", "ada@example.org")
STAFF = "ta@example.org"


def settings_of(**changes: Any) -> Settings:
    """The settings of a course that says when `double` is due, and nothing else."""
    plain: dict[str, Any] = {
        "tags": {"double": "[ADL HW3]"},
        "staff": frozenset({STAFF}),
        "which": Which.ON_TIME,
        "most_bytes": 2**20,
        "receivers": (),
        "mailbox_zone": UTC,
        "zone": ZoneInfo("UTC"),
        "due": DUE,
    }
    return Settings(**{**plain, **changes})


def an_entry(
    content: str = "work",
    at: datetime | None = DUE,
    *,
    sender: Sender | None = FROM_ADA,
    kept: str = "1.eml",
    word: Word = Word.SERVER,
    item: dict[str, Any] | None = None,
    **changes: Any,
) -> Entry:
    """An item with one file, or none where it has no content; it came from ada by mail unless said otherwise."""
    files = (File.of("double.ipynb", content.encode()),) if content else ()
    plain = {"origin": kept, "sender": sender, "arrival": Arrival(at, word), "files": files}
    made = Item(**{**plain, **(item or {})})
    return Entry(made, kept, **{"tags": ("double",), "tagged": True, **changes})


def known(*entries: Entry, **changes: Any) -> Known:
    """What is known of these items: all are notebooks of `double`."""
    plain: dict[str, Any] = {
        "assignment": "double",
        "roster": Roster((ADA, BEN, CEM)),
        "settings": settings_of(),
        "examined": {entry.contents: Examined() for entry in entries if entry.item.files},
        "rulings": {},
    }
    return Known(**{**plain, **changes})


def a_claim(content: str = "work", at: datetime | None = DUE, **changes: Any) -> Claim:
    """An item that is ada's."""
    return Claim(an_entry(content, at, **changes), "ada")


def decided(*entries: Entry, **changes: object) -> list[tuple[str, str, bool, str]]:
    """What becomes of each item: the decision, whose it is, whether a person must look, and the reason."""
    rows = decide(entries, known(*entries, **changes), NOW).rows
    return [(str(row.decision), row.student, row.look, row.why) for row in rows]
