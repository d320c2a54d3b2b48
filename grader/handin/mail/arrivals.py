"""When a mail arrived, and how far a mail that somebody forwards can be believed on that."""

from collections.abc import Sequence
from datetime import datetime
from email.message import Message

from grader.handin.item import Arrival, Word
from grader.handin.keep import Kept
from grader.handin.mail import dates, senders
from grader.handin.settings import Settings

INTERNAL, POSTMARK = "internaldate", "postmark"  # facts: of an IMAP server, and of an mbox file


def arrival(message: Message, outer: Sequence[Message], kept: Kept, settings: Settings) -> tuple[Arrival, Arrival]:
    """Return when a mail arrived; and when that is certain by, which is later only for a mail that was forwarded.

    All of an attached mail, its server's lines too, can be forged by whoever attached it. It is believed only if our
    own server verified who that was.

    Args:
        message: the mail.
        outer: the mails that it is attached to, the outermost first.
        kept: the outermost, as it is kept.
        settings: which servers are trusted, and more.
    """
    if not outer:
        own = _first(_times(message, kept.facts, settings))
        return own, own
    _, certain = arrival(outer[-1], outer[:-1], kept, settings)
    own = _first(_times(message, {}, settings))
    if own.at is None:
        return certain, certain
    if all(senders.verified(one, settings.receivers) for one in outer):
        return own, own
    return Arrival(own.at, Word.SENDER), certain


def _times(message: Message, facts: dict[str, tuple[str, ...]], settings: Settings) -> dict[Word, list[datetime]]:
    """Return the times that a mail and its source name, by whose word they are."""
    internal = [datetime.fromisoformat(text) for text in facts.get(INTERNAL, ())]
    said: dict[Word, Sequence[datetime | None]] = {
        Word.SERVER: internal or [dates.received(message, settings.receivers)],
        Word.MAILBOX: [dates.postmark(line, settings.mailbox_zone) for line in facts.get(POSTMARK, ())],
        Word.SENDER: [dates.claimed(message)],
    }
    return {word: [moment for moment in moments if moment] for word, moments in said.items()}


def _first(times: dict[Word, list[datetime]]) -> Arrival:
    return next((Arrival(min(found), word) for word, found in times.items() if found), Arrival())
