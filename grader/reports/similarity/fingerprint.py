"""What of an answer is compared with others: some of its runs of tokens, chosen so that equal code gives equal ones.

The choice is that of S. Schleimer, D. S. Wilkerson and A. Aiken, Winnowing: Local Algorithms for Document Fingerprinting,
SIGMOD 2003: of every `WINDOW` runs in a row the one with the least digest, so that any `RUN` + `WINDOW` - 1 tokens that
two answers share give both a fingerprint in common.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from grader.reports.similarity.tokens import Token

RUN = 20  # tokens of a fingerprint
WINDOW = 4  # runs of which one is kept

Span = tuple[int, int]
Fingerprints = Mapping[int, Sequence[Span]]  # by digest: where it stands, characters of the source


def runs(tokens: Sequence[Token]) -> list[int]:
    """Return the digest of every run of `RUN` tokens, in order; the same on every machine."""
    kinds = [token.kind.encode("utf-8", "replace") for token in tokens]
    return [_digest(kinds[place : place + RUN]) for place in range(len(kinds) - RUN + 1)]


def fingerprints(tokens: Sequence[Token]) -> Fingerprints:
    """Return the fingerprints of an answer; none of one that has fewer than `RUN` tokens."""
    digests = runs(tokens)
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for place in _chosen(digests):
        found[digests[place]].append((tokens[place].start, tokens[place + RUN - 1].end))
    return dict(found)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that touch or overlap as one."""
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def _chosen(digests: Sequence[int]) -> list[int]:
    """Return the places of the runs that are kept, in order: the last of the least in each window."""
    windows = range(max(1, len(digests) - WINDOW + 1)) if digests else ()
    places = (min(range(first, min(first + WINDOW, len(digests))), key=lambda at: (digests[at], -at)) for first in windows)
    return list(dict.fromkeys(places))


def _digest(kinds: Sequence[bytes]) -> int:
    return int.from_bytes(hashlib.blake2b(b"\0".join(kinds), digest_size=8).digest(), "big")
