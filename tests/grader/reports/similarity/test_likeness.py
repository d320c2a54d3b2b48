"""Copies are alike, what was given out or many share counts for nothing, and nobody is passed over in silence."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.reports.similarity import likeness
from grader.reports.similarity.likeness import Answer, compare


def made_up(seed: int, statements: int = 12) -> str:
    """A function of its own shape for each seed."""
    rng = random.Random(seed)

    def value(depth: int) -> str:
        if not depth:
            return rng.choice(["a", "b", "1", "c"])
        one, other = value(rng.randrange(depth)), value(rng.randrange(depth))
        forms = ("{} + {}", "{} * {}", "f({}, {})", "g({})[{}]", "[{} for d in {}]", "{} @ {}", "h({}, key={})")
        return rng.choice((*forms, "{} - {}", "{} / {}", "{}.m({})", "{{{}: {}}}", "lambda: {} < {}")).format(
            one, other
        )

    lines = [f"{rng.choice('abc')} {rng.choice(('=', '=', '+=', '*='))} {value(3)}" for _ in range(statements)]
    return "def answer(a, b, c):\n" + "".join(f"    {line}\n" for line in lines)


def people(*sources: str, earlier: bool = False) -> list[Answer]:
    return [Answer(f"s{number}", source, earlier) for number, source in enumerate(sources)]


def above(found: likeness.Comparison, share: float = 0.5) -> set[tuple[int, int]]:
    return {(pair.left, pair.right) for pair in found.pairs if pair.share >= share}


def test_a_copy_is_found_among_others_and_what_is_alike_is_marked():
    copy = made_up(3).replace("answer", "solve").replace("a =", "first =")
    found = compare(people(*map(made_up, range(8)), copy), [], 0.5)
    assert above(found) == {(3, 8)}
    [pair] = [pair for pair in found.pairs if pair.share >= 0.5]
    assert pair.share == 1.0
    assert found.compared == 36
    start, end = pair.left_spans[0][0], pair.left_spans[-1][1]
    assert len(made_up(3)[start:end]) > 0.8 * len(made_up(3))


def test_what_was_given_out_counts_for_nothing():
    found = compare(people(made_up(1), made_up(1)), [made_up(1)])
    assert (found.pairs, found.compared, found.short) == ([], 0, [0, 1])


def test_what_more_than_three_of_a_small_class_share_is_told_as_a_group_and_not_as_pairs():
    found = compare(people(*[made_up(1)] * 4, *map(made_up, range(2, 6))), [])
    assert above(found) == set()
    assert found.common == [0, 1, 2, 3]
    assert found.groups == [[0, 1, 2, 3]]


def test_three_who_share_are_three_pairs():
    assert above(compare(people(*[made_up(1)] * 3, made_up(2)), [])) == {(0, 1), (0, 2), (1, 2)}


def test_the_same_answer_made_of_what_many_share_is_told_as_a_group():
    half, other = made_up(1, 14), made_up(2, 14).partition("\n")[2]
    halves = [half, made_up(2, 14)] * 2
    whole = half + other
    found = compare(people(*halves, whole, whole), [])
    assert [4, 5] in found.groups or above(found) >= {(4, 5)}


def test_one_in_twenty_of_a_large_class_may_share():
    others = list(map(made_up, range(10, 105)))
    assert likeness.most_that_share(people(*others, *others[:5])) == 5
    assert len(above(compare(people(*[made_up(1)] * 5, *others), []))) == 10
    assert above(compare(people(*[made_up(1)] * 6, *others[1:]), [])) == set()


def test_an_earlier_class_is_compared_with_this_one_and_not_within_itself():
    answers = [*people(made_up(1), made_up(2)), *people(made_up(1), made_up(3), made_up(3), earlier=True)]
    found = compare(answers, [])
    assert above(found) == {(0, 2)}
    assert found.compared == 1 + 2 * 3


@pytest.mark.parametrize("source", ["", "x = 1", "raise NotImplementedError", "# nothing\n"])
def test_an_answer_with_little_of_its_own_is_said_to_be_too_short(source):
    found = compare(people(made_up(1), source, source), [])
    assert found.short == [1, 2]
    assert above(found, 0.0) == set()


def test_an_answer_that_is_too_long_is_said_not_to_be_read():
    found = compare(people(made_up(1), "x = 1\n" * 10_000), [])
    assert list(found.unread) == [1]
    assert found.short == []


@settings(max_examples=25)
@given(st.permutations(range(6)))
def test_the_order_of_the_class_changes_nothing(order):
    sources = [*map(made_up, range(5)), made_up(2)]
    answers = people(*sources)
    found = compare([answers[at] for at in order], [])
    alike = {(frozenset((order[pair.left], order[pair.right])), pair.share) for pair in found.pairs}
    plain = {(frozenset((pair.left, pair.right)), pair.share) for pair in compare(answers, []).pairs}
    assert alike == plain
