"""What a person is told of the time that an item counts from, and when to look at it."""

from datetime import datetime, timedelta

import pytest

from grader.handin.by_hand import Ruling
from grader.handin.item import Arrival, Word
from tests.support.items import DUE, MINUTE, NOW, an_entry, decided, settings_of

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("at", "changes", "told", "look"),
    [
        (DUE, {}, "", False),
        (DUE + 5 * MINUTE, {"grace": 10 * MINUTE}, "Late within the time of grace.", False),
        (DUE + 30 * MINUTE, {}, "30 min late.", False),
        (DUE + 90 * MINUTE, {}, "1.5 h late.", False),
        (DUE + 3 * DAY, {}, "3 days late.", False),
        (DUE + 90 * MINUTE, {"extended": {"ada": DUE + DAY}}, "On time by an extension.", False),
        (None, {}, "Nobody says when it arrived: it counts as on time.", True),
        (None, {"due": None}, "Nobody says when it arrived: it counts as on time.", False),
        (NOW + MINUTE, {"due": None}, "That is in the future: check the clock that says so.", True),
        (DUE, {"released": DUE + MINUTE}, "That is before the homework was given out: check it.", True),
    ],
)
def test_the_time_that_an_item_counts_from_is_told(
    at: datetime | None, changes: dict[str, object], told: str, look: bool
) -> None:
    found = decided(an_entry(at=at), settings=settings_of(**changes))
    assert found == [("chosen", "ada", look, told)]


@pytest.mark.parametrize(
    ("at", "claimed", "word", "told"),
    [
        (DUE + 90 * MINUTE, DUE, Word.SERVER, "1.5 h late. Its own date is before the due date; the time of arrival"),
        (DUE + 90 * MINUTE, DUE + MINUTE, Word.SERVER, "1.5 h late."),
        (DUE + 90 * MINUTE, DUE, Word.SENDER, "1.5 h late."),
        (DUE, DUE - 90 * MINUTE, Word.SERVER, "Its own date differs by 1.5 h."),
        (DUE, DUE + 90 * MINUTE, Word.MAILBOX, "Its own date differs by 1.5 h."),
        (DUE, DUE - 60 * MINUTE, Word.SERVER, ""),
        (DUE, DUE - 90 * MINUTE, Word.SENDER, ""),
    ],
)
def test_the_senders_own_clock_is_told_where_it_says_something_else(
    at: datetime, claimed: datetime, word: Word, told: str
) -> None:
    [(_, _, look, why)] = decided(an_entry(at=at, word=word, item={"claimed": claimed}))
    assert why.startswith(told)
    assert bool(why) == bool(told)
    assert not look


def test_a_time_that_only_a_forwarded_mail_says_is_looked_at() -> None:
    late = Arrival(DUE + DAY, Word.SERVER)
    told = "Only the mail that was forwarded says so; it was forwarded after the due date."
    assert decided(an_entry(certain=late)) == [("chosen", "ada", True, told)]
    ruled = an_entry(certain=late)
    found = decided(ruled, rulings={ruled.key: Ruling("ada", DUE)})
    assert found == [("chosen", "ada", False, "Assigned by a person in by-hand.csv.")]
    assert not any(look for _, _, look, _ in decided(an_entry(certain=late), an_entry(kept="2.eml")))


def test_a_senders_word_for_files_that_a_server_saw_later_is_looked_at() -> None:
    first = an_entry(word=Word.SENDER)
    [one, other] = decided(first, an_entry(at=DUE + MINUTE, kept="2.eml"))
    told = "Only its sender says so; of a later mail with the same files, a server says when."
    assert one == ("chosen", "ada", True, told)
    assert other == ("same again", "ada", False, "The same files as 1.eml, which came first.")
