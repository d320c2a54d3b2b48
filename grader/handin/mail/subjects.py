"""Which homework the subject of a mail names, however it is written."""

import re
import unicodedata
from collections.abc import Collection

LONGEST = 1000  # characters of a subject that are looked at


def tagged(subject: str, tags: dict[str, str], assignment: str) -> tuple[str, ...]:
    """Return the homework that a subject names: assignments, and what looks like a tag of another one.

    Case, spaces, brackets, full-width signs, leading zeros and whatever stands around the tag make no difference.

    Args:
        subject: the subject, decoded.
        tags: by assignment, what its subjects hold.
        assignment: the one that is collected; where it has no tag, its name is one.
    """
    text = unicodedata.normalize("NFKC", subject[:LONGEST]).casefold()
    known = dict(tags) if assignment in tags else {**tags, assignment: assignment}
    found: dict[str, tuple[int, int]] = {}
    for name, tag in known.items():
        if match := _pattern(tag).search(text):
            found[name] = match.span()
    for tag in known.values():
        for match in _pattern(tag, kin=True).finditer(text):
            if match.span() not in found.values():
                found.setdefault(" ".join(match[0].split()), match.span())
    return tuple(sorted(name for name, span in found.items() if not _inside(span, found.values())))


def _inside(span: tuple[int, int], others: Collection[tuple[int, int]]) -> bool:
    """Whether a tag is but a part of a longer one."""
    start, end = span
    return any(other != span and other[0] <= start and end <= other[1] for other in others)


def _pattern(tag: str, kin: bool = False) -> re.Pattern[str]:
    """Return what finds a tag; or its kin, in which the last number is another one."""
    runs = re.findall(r"[^\W\d_]+|\d+", unicodedata.normalize("NFKC", tag).casefold())
    last = max((place for place, run in enumerate(runs) if run.isdigit()), default=None)
    if kin and last is None:
        return re.compile(r"(?!)")
    parts = [
        r"\d{1,3}(?!\d)" if kin and place == last else rf"0*{int(run)}(?!\d)" if run.isdigit() else re.escape(run)
        for place, run in enumerate(runs)
    ]
    end = "" if runs[-1].isdigit() else r"(?![^\W\d_])"
    return re.compile(r"(?<![^\W_])" + r"[\W_]*".join(parts) + end)
