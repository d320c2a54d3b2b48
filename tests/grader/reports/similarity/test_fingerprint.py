"""What two answers share in a long enough run gives both a fingerprint in common, wherever it stands."""

from hypothesis import given
from hypothesis import strategies as st

from grader.reports.similarity.fingerprint import RUN, WINDOW, fingerprints, marked, runs
from grader.reports.similarity.tokens import Token

kinds = st.lists(st.sampled_from("abcdefg"), max_size=60)


def tokens(word: list[str]) -> list[Token]:
    return [Token(kind, 2 * place, 2 * place + 1) for place, kind in enumerate(word)]


@given(kinds, kinds, kinds, st.lists(st.sampled_from("abcdefg"), min_size=RUN + WINDOW - 1, max_size=50))
def test_a_run_that_is_long_enough_is_always_found(before, after, other, shared):
    one, two = tokens([*before, *shared, *after]), tokens([*other, *shared])
    assert fingerprints(one).keys() & fingerprints(two).keys()


@given(kinds)
def test_fingerprints_are_some_of_all_runs_and_stand_where_they_say(word):
    all_runs = runs(tokens(word))
    found = fingerprints(tokens(word))
    assert all(all_runs[place] == digest for digest, places in found.items() for place in places)
    assert bool(found) == (len(word) >= RUN)


def test_the_digests_are_the_same_on_every_machine():
    assert runs(tokens(list("ab" * 10))) == [8907079399128276897]


def test_what_is_marked_is_joined_where_nothing_stands_between():
    word = tokens(list("abcdefghij" * 6))
    assert marked(word, [0, 5]) == [(0, 2 * (RUN + 5) - 1)]
    assert marked(word, [0, 30]) == [(0, 2 * RUN - 1), (60, 2 * (30 + RUN) - 1)]
    assert marked(word[::-1], [0]) == [(2 * (60 - RUN), 119)]
