"""How much of the answers to one task is alike, pair by pair, less what was given out and what many share."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from grader.reports.similarity.arranged import arranged
from grader.reports.similarity.fingerprint import Fingerprints, Span, fingerprints, marked, runs
from grader.reports.similarity.tokens import LONGEST, Token, read_tokens

LEAST = 8  # fingerprints of its own that make an answer comparable
FEW, SHARE = 3, 20  # what more answers share than these, or than one in so many, is left out


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a task: whose it is, its text, and whether it is of an earlier class."""

    owner: str
    source: str
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers by their indices, and what part (0 to 1) of the smaller one's fingerprints they have in common."""

    left: int
    right: int
    share: float
    left_spans: tuple[Span, ...] = ()
    right_spans: tuple[Span, ...] = ()


@dataclass
class Comparison:
    """What came of comparing all answers to one task; answers are given by their indices.

    Attributes:
        pairs: those that have something in common, the most alike first; of each only those asked for have spans.
        compared: how many pairs were compared.
        short: answers with too little of their own to be compared.
        common: answers of which nearly all is shared by many.
        groups: answers that are one and the same, names, literals and order aside, where no pair tells of it.
        unread: answers that were not read, and why.
    """

    pairs: list[Pair] = field(default_factory=list)
    compared: int = 0
    short: list[int] = field(default_factory=list)
    common: list[int] = field(default_factory=list)
    groups: list[list[int]] = field(default_factory=list)
    unread: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of an answer read in one order: its tokens, its fingerprints, and the digests of all its runs."""

    tokens: list[Token]
    prints: Fingerprints
    runs: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Reading:
    """The answers read in one order: their texts, what is their own, and what of that is not common either."""

    texts: list[_Text]
    own: list[frozenset[int]]
    rare: list[frozenset[int]]


def compare(answers: Sequence[Answer], given: Iterable[str], spans_from: float = 2.0) -> Comparison:
    """Compare all answers to one task with each other, those of earlier classes with the class's only.

    Args:
        answers: the answers.
        given: the code that was given out.
        spans_from: the share from which on pairs get their spans.
    """
    found = Comparison()
    both: list[tuple[_Text, _Text]] = []
    for place, answer in enumerate(answers):
        try:
            both.append(_texts(answer.source))
        except ValueError as error:
            found.unread[place] = str(error)
            both.append(_texts(""))
    known = [_texts(source) for source in given if len(source) <= LONGEST]
    readings = [_read(answers, [one[order] for one in both], [one[order] for one in known]) for order in (0, 1)]
    able = [any(len(reading.rare[at]) >= LEAST for reading in readings) for at in range(len(answers))]
    for at in range(len(answers)):
        if not able[at] and at not in found.unread:
            own = max(len(reading.own[at]) for reading in readings)
            (found.common if own >= LEAST else found.short).append(at)
    here, before = (
        sum(able[at] for at, one in enumerate(answers) if one.earlier == earlier) for earlier in (False, True)
    )
    found.compared = here * (here - 1) // 2 + here * before
    found.pairs = _pairs(answers, readings, spans_from)
    found.groups = _groups(answers, readings[1], able)
    return found


@lru_cache(maxsize=1024)
def _texts(source: str) -> tuple[_Text, _Text]:
    """Return an answer as it stands, and with its statements sorted.

    Raises:
        ValueError: it is too long to be compared.
    """
    tokens = read_tokens(source)
    one, other = (
        _Text(order, fingerprints(order), frozenset(runs(order))) for order in (tokens, arranged(source, tokens))
    )
    return one, other


def _read(answers: Sequence[Answer], texts: list[_Text], given: Iterable[_Text]) -> _Reading:
    known = frozenset().union(*(one.runs for one in given))
    own = [frozenset(one.prints.keys() - known) for one in texts]
    many: set[int] = set()
    for earlier in (False, True):
        cohort = [digests for answer, digests in zip(answers, own, strict=True) if answer.earlier == earlier]
        counts = Counter(digest for digests in cohort for digest in digests)
        limit = most_that_share(answers, earlier)
        many |= {digest for digest, count in counts.items() if count > limit}
    return _Reading(texts, own, [digests - many for digests in own])


def most_that_share(answers: Sequence[Answer], earlier: bool = False) -> int:
    """Return how many answers of a class may share a fingerprint that is compared."""
    return max(FEW, sum(answer.earlier == earlier for answer in answers) // SHARE)


def _pairs(answers: Sequence[Answer], readings: Sequence[_Reading], spans_from: float) -> list[Pair]:
    """Return the pairs that share something in either order of reading, each with the greater of its two shares."""
    best: dict[tuple[int, int], tuple[float, int]] = {}
    for number, reading in enumerate(readings):
        holders: defaultdict[int, list[int]] = defaultdict(list)
        for place, digests in enumerate(reading.rare):
            for digest in digests if len(digests) >= LEAST else ():
                holders[digest].append(place)
        shared = Counter(
            pair
            for places in holders.values()
            for pair in combinations(places, 2)
            if not (answers[pair[0]].earlier and answers[pair[1]].earlier)
        )
        for (left, right), count in shared.items():
            share = count / min(len(reading.rare[left]), len(reading.rare[right]))
            if share > best.get((left, right), (0.0, 0))[0]:
                best[left, right] = (share, number)
    pairs = [_pair(left, right, share, readings[number], spans_from) for (left, right), (share, number) in best.items()]
    return sorted(pairs, key=lambda pair: (-pair.share, answers[pair.left].owner, answers[pair.right].owner))


def _pair(left: int, right: int, share: float, reading: _Reading, spans_from: float) -> Pair:
    if share < spans_from:
        return Pair(left, right, share)
    both = reading.rare[left] & reading.rare[right]
    spans = [
        tuple(marked(one.tokens, [place for digest in both for place in one.prints[digest]]))
        for one in (reading.texts[left], reading.texts[right])
    ]
    return Pair(left, right, share, *spans)


def _groups(answers: Sequence[Answer], reading: _Reading, able: Sequence[bool]) -> list[list[int]]:
    """Return the answers that are the same, and that no pair tells of: too many have them, or their parts."""
    same: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, text in enumerate(reading.texts):
        if len(reading.own[place]) >= LEAST:
            same[tuple(token.kind for token in text.tokens)].append(place)
    limit = most_that_share(answers)
    several = (places for places in same.values() if not all(answers[at].earlier for at in places) and len(places) > 1)
    untold = (places for places in several if len(places) > limit or not any(able[at] for at in places))
    return sorted(untold, key=lambda places: (-len(places), places))
