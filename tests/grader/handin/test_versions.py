"""Items with the same files are one version, which counts from its first arrival; which version counts is a rule."""

from datetime import datetime, timedelta

import pytest

from grader.handin.by_hand import Ruling
from grader.handin.claims import Claim
from grader.handin.entry import Examined
from grader.handin.item import Arrival, Word
from grader.handin.settings import Which
from grader.handin.versions import arrival_of, chosen, lateness, versions
from tests.support.items import DUE, MINUTE, a_claim, an_entry, settings_of

LATE = DUE + 60 * MINUTE


def found(*claims: Claim, **seen: Examined) -> list:
    """The versions of these items, of which some are more than notebooks with work in them."""
    return versions(claims, {a_claim(content).entry.contents: examined for content, examined in seen.items()})


def test_the_same_files_are_one_version_from_the_first_arrival_of_them() -> None:
    early, again, other = a_claim("a", kept="2"), a_claim("a", LATE, kept="1"), a_claim("b", LATE, kept="3")
    first, second = found(again, other, early)
    assert (first.claims, first.arrival.at) == ([early, again], DUE)
    assert (second.claims, second.arrival.at) == ([other], LATE)


def test_of_copies_of_one_mail_the_servers_word_counts() -> None:
    copies = [
        a_claim("a", at, kept=kept, word=word, item={"identity": "<1@x>"})
        for kept, at, word in (("1", DUE, Word.SENDER), ("2", LATE, Word.SERVER), ("3", LATE + MINUTE, Word.SERVER))
    ]
    [version] = found(*copies)
    assert version.arrival == Arrival(LATE, Word.SERVER)
    [version] = found(copies[0], a_claim("a", LATE, kept="2"))  # another mail: its sender's word counts for the first
    assert version.arrival == Arrival(DUE, Word.SENDER)


def test_a_version_whose_time_nobody_knows_comes_first() -> None:
    unknown, known_ = found(a_claim("b"), a_claim("a", None, word=Word.NONE))
    assert (unknown.arrival.at, known_.arrival.at) == (None, DUE)
    assert unknown.order < known_.order


def test_versions_of_the_same_second_are_ordered_by_how_they_are_kept() -> None:
    one, other = a_claim("a", kept="2"), a_claim("b", kept="1")
    assert [version.claims[0] for version in found(one, other)] == [other, one]


def test_a_time_is_to_the_second_and_a_persons_word_goes_before_it() -> None:
    odd = a_claim(at=DUE.replace(microsecond=999_999))
    assert arrival_of(odd) == Arrival(DUE, Word.SERVER)
    ruled = Claim(odd.entry, "ada", ruling=Ruling("ada", LATE))
    assert arrival_of(ruled) == Arrival(LATE, Word.SERVER)
    assert arrival_of(Claim(odd.entry, "ada", ruling=Ruling("ada"))).at == DUE
    assert arrival_of(a_claim(at=None)).at is None


TORN, BLANK = Examined("it is torn"), Examined(untouched=True)


@pytest.mark.parametrize(
    ("which", "seen", "counts"),
    [
        (Which.LATEST, {}, "c"),
        (Which.ON_TIME, {}, "b"),
        (Which.FIRST, {}, "a"),
        (Which.LATEST, {"c": TORN}, "b"),
        (Which.FIRST, {"a": TORN}, "b"),
        (Which.LATEST, {"c": BLANK}, "b"),
        (Which.LATEST, {"a": BLANK, "b": BLANK, "c": BLANK}, "c"),
        (Which.LATEST, {"a": TORN, "b": TORN, "c": TORN}, "c"),
        (Which.ON_TIME, {"a": BLANK, "b": TORN}, "c"),  # late, but work that can be read
        (Which.ON_TIME, {"a": BLANK, "b": BLANK, "c": TORN}, "c"),  # torn, but not the handout
    ],
)
def test_what_counts_is_readable_work_as_long_as_there_is_any(
    which: Which, seen: dict[str, Examined], counts: str
) -> None:
    all_ = found(a_claim("a", DUE - MINUTE), a_claim("b", DUE), a_claim("c", LATE), **seen)
    best = chosen(all_, settings_of(which=which))
    assert best.claims[0].entry.item.files[0].read() == counts.encode()


def test_where_all_are_late_the_latest_counts() -> None:
    all_ = found(a_claim("a", LATE), a_claim("b", LATE + MINUTE))
    assert chosen(all_, settings_of()) is all_[-1]


@pytest.mark.parametrize(
    ("at", "extended", "grace", "late"),
    [
        (DUE, None, 0, None),
        (DUE + MINUTE, None, 0, 1),
        (DUE + 10 * MINUTE, None, 10, None),
        (DUE + 11 * MINUTE, None, 10, 11),  # the grace only forgives what is late by no more
        (DUE + 61 * MINUTE, DUE + 60 * MINUTE, 0, 1),
        (DUE + 61 * MINUTE, DUE - 60 * MINUTE, 0, 61),  # an extension takes nothing away
        (None, None, 0, None),
    ],
)
def test_lateness_is_from_the_due_date_or_the_end_of_an_extension(
    at: datetime | None, extended: datetime | None, grace: int, late: int | None
) -> None:
    settings = settings_of(grace=grace * MINUTE, extended={"ada": extended} if extended else {})
    [version] = found(a_claim(at=at))
    assert lateness(version, settings) == (None if late is None else timedelta(minutes=late))
    assert lateness(version, settings_of(due=None)) is None


def test_what_was_forwarded_was_there_for_certain_when_it_was_forwarded() -> None:
    forwarded = Claim(an_entry(certain=Arrival(LATE, Word.SERVER)), "ada")
    [version] = found(forwarded)
    assert not version.certain(DUE)
    assert version.certain(LATE)
    [version] = found(forwarded, a_claim(kept="2"))
    assert version.certain(DUE)
