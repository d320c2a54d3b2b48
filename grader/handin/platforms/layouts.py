"""How the files of each platform's download are called, and so which platform an archive is of."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from grader.errors import CourseError
from grader.handin.platforms.entry_names import tidy

MANIFEST = "grader-packing.json"  # of what `grader.handin.packing` packs
METADATA = "submission_metadata.yml"
CLONES = "grader-clones.json"  # of packed clones, instead of the other
INBOUND = "inbound"  # the folder of an exchange that students' work lies in, beside others
HEAD = re.compile(r"([^/]+/(?:\.git/)?)HEAD")  # of a clone, or a bare one
OBJECTS = re.compile(r"([^/]+/(?:\.git/)?)objects/")
TIME = r"\d{4}(?:-\d\d){5}"
MOODLE = re.compile(
    r"(?P<who>.+?)(?:_(?P<id>\d+))?_assignsubmission_(?P<plugin>[a-z0-9]+)(?:_(?P<file>.*))?", re.DOTALL
)
BLACKBOARD = re.compile(
    rf"(?P<who>.+?)_(?P<word>[^\W\d_]+)_(?P<time>{TIME})(?:_(?P<file>.+)|(?P<receipt>\.txt))", re.DOTALL
)
CANVAS = re.compile(
    r"(?:(?P<name>.+?)(?P<late>_LATE)?_(?P<id>\d+)|(?P<hidden_late>LATE_)?anon_(?P<anonymous>[^\W_]+))"
    r"(?:_(?P<attachment>\d+)_(?P<file>.+)|_(?P<entry>text|link)\.html)",
    re.DOTALL,
)
GRADESCOPE = re.compile(r"submission_\d+")
ILIAS = re.compile(r"(?P<name>[^_]+_[^_].*)_(?P<id>\d+)")
EXCHANGE = re.compile(
    r"(?P<student>.+)\+(?P<assignment>[^+]+)\+"
    r"(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [^+ ]*?(?:[+-]\d\d:?\d\d)?)(?:\+(?P<random>[\w=-]+))?"
)
REMEDY = "Say what it is with --from, or leave --from out."


def _moodle(parts: list[str]) -> bool:
    found = MOODLE.fullmatch(parts[0])
    return bool(found and (len(parts) > 1 or found["file"]))


def _exchange(parts: list[str]) -> bool:
    return len(parts) > 1 and EXCHANGE.fullmatch(parts[0]) is not None


def _flat(pattern: re.Pattern[str]) -> Callable[[list[str]], bool]:
    return lambda parts: len(parts) == 1 and pattern.fullmatch(parts[0]) is not None


def _gradescope(parts: list[str]) -> bool:
    return parts[-1] == METADATA or (len(parts) > 1 and GRADESCOPE.fullmatch(parts[0]) is not None)


def _ilias(parts: list[str]) -> bool:
    return person_of_ilias(parts) is not None


LAYOUTS: dict[str, tuple[str, Callable[[list[str]], bool]]] = {  # the more particular before the others
    "moodle": ("Moodle", _moodle),
    "blackboard": ("Blackboard", _flat(BLACKBOARD)),
    "gradescope": ("Gradescope", _gradescope),
    "exchange": ("the nbgrader exchange", _exchange),
    "canvas": ("Canvas", _flat(CANVAS)),
    "ilias": ("ILIAS", _ilias),
}


def person_of_ilias(parts: list[str]) -> int | None:
    """Return which part of a path is a person's folder in an ILIAS download, behind at most two others."""
    for place, part in enumerate(parts[:-1][:3]):
        if ILIAS.fullmatch(part) and part.count("_") >= 3 and not part.startswith("multi_feedback_"):
            return place
    return None


def of_clones(names: Iterable[str]) -> bool:
    """Whether files of these names are those of git clones, packed or as they lie in their folder."""
    names = [name.replace("\\", "/").removeprefix("./") for name in names]
    heads = {found[1] for name in names if (found := HEAD.fullmatch(name))}
    objects = {found[1] for name in names if (found := OBJECTS.match(name))}
    return CLONES in names or bool(heads & objects)


def recognise(names: Sequence[str]) -> str | None:
    """Return the name of the platform whose download has files of these names; None if it is none of `LAYOUTS`.

    At least half of the files have to be called so: a stray one changes nothing.
    """
    if of_clones(names):
        return None
    paths = [name.split("/") for name in tidy(names)]
    inbound = [path[1:] for path in paths if path[0] == INBOUND]
    if inbound and 2 * sum(map(_exchange, inbound)) >= len(inbound):
        return "exchange"
    for own in (paths, _unwrapped(paths)):
        for platform, (_, fits) in LAYOUTS.items():
            if own and 2 * sum(map(fits, own)) >= len(own):
                return platform
    return None


def wrapper(platform: str, paths: Sequence[list[str]]) -> int:
    """Return how many folders lie around a download: one if somebody has unpacked it and packed it again."""
    fits = LAYOUTS[platform][1]
    inner = _unwrapped(paths)
    return 1 if inner and sum(map(fits, inner)) > sum(map(fits, paths)) else 0


def _unwrapped(paths: Sequence[list[str]]) -> list[list[str]]:
    """Return paths without the one folder that all of them lie in; none if there is no such folder."""
    first = Counter(path[0] for path in paths if path != [MANIFEST])
    if len(first) != 1 or any(len(path) == 1 and path != [MANIFEST] for path in paths):
        return []
    return [path[1:] for path in paths if path != [MANIFEST]]


def require(platform: str, names: Sequence[str], called: str, thing: str = "zip") -> None:
    """Refuse an archive that is another platform's, or none's.

    Raises:
        CourseError: it is.
    """
    own = LAYOUTS[platform][0]
    found = recognise(names)
    if found == platform:
        return
    if found is not None:
        other = LAYOUTS[found][0]
        raise CourseError(called, f"this {thing} is {other}'s, not {own}'s", REMEDY)
    inside = tidy(names)
    if not inside:
        raise CourseError(called, f"this {thing} holds no files", "Download it again.")
    if len(inside) == 1 and inside[0].lower().endswith(".zip"):
        raise CourseError(called, f"this {thing} holds one zip, {inside[0]!r}", "Unpack it, and give that one.")
    raise CourseError(called, f"this {thing} is not {own}'s: it holds {inside[0]!r}", REMEDY)
