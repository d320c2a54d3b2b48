"""What of an answer is compared with others: some of its runs of tokens, chosen so that equal code gives equal ones.

The choice is that of S. Schleimer, D. S. Wilkerson and A. Aiken, Winnowing: Local Algorithms for Document
Fingerprinting, SIGMOD 2003: of every `WINDOW` runs in a row the one with the least digest, so that any `RUN` +
`WINDOW` - 1 tokens that two answers share give both a fingerprint in common.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from grader.reports.similarity.tokens import Token

RUN = 20  # tokens of a fingerprint
WINDOW = 4  # runs of which one is kept

Span = tuple[int, int]
Fingerprints = Mapping[int, Sequence[int]]  # by digest: the indices of the tokens at which it begins


def runs(tokens: Sequence[Token]) -> list[int]:
    """Return the digest of every run of `RUN` tokens, in order; the same on every machine."""
    kinds = [token.kind.encode("utf-8", "replace") for token in tokens]
    return [_digest(kinds[place : place + RUN]) for place in range(len(kinds) - RUN + 1)]


def fingerprints(tokens: Sequence[Token]) -> Fingerprints:
    """Return the fingerprints of an answer; none of one that has fewer than `RUN` tokens."""
    digests = runs(tokens)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for place in _chosen(digests):
        found[digests[place]].append(place)
    return dict(found)


def marked(tokens: Sequence[Token], places: Iterable[int]) -> list[Span]:
    """Return the parts of an answer that runs of tokens stand for, as characters of its source, in order.

    Args:
        tokens: its tokens, in the order in which the runs were made.
        places: the indices at which the runs begin.
    """
    meant = {tokens[at] for place in places for at in range(place, place + RUN)}
    spans: list[Span] = []
    follows = False
    for token in sorted(tokens, key=lambda token: token.start):
        if token in meant:
            spans[-1:] = [(spans[-1][0], token.end)] if follows else [*spans[-1:], (token.start, token.end)]
        follows = token in meant
    return spans


def _chosen(digests: Sequence[int]) -> list[int]:
    """Return the places of the runs that are kept, in order: the last of the least in each window."""
    windows = range(max(1, len(digests) - WINDOW + 1)) if digests else ()
    places = (
        min(range(first, min(first + WINDOW, len(digests))), key=lambda at: (digests[at], -at)) for first in windows
    )
    return list(dict.fromkeys(places))


def _digest(kinds: Sequence[bytes]) -> int:
    return int.from_bytes(hashlib.blake2b(b"\0".join(kinds), digest_size=8).digest(), "big")
