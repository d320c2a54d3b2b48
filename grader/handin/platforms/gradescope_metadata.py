"""Gradescope's submission_metadata.yml: whose the submissions are, read within bounds, every value a text."""

from typing import Any

from grader.errors import CourseError
from grader.handin.platforms.download import Download, Entry
from grader.handin.platforms.layouts import METADATA
from grader.intake.listing import UNREADABLE
from grader.text import one_line

MOST = 64 * 2**20  # bytes
DEEPEST = 100  # levels; libyaml's composer ends the process at very many
AGAIN = "Choose Export Submissions in Gradescope, and give the zip as it came."


def read_metadata(download: Download, entries: list[Entry]) -> dict[str, dict[str, Any]]:
    """Return what the metadata say of each submission.

    Args:
        download: the export.
        entries: those of its files that are metadata.

    Raises:
        CourseError: there are none, or they are no such YAML.
    """
    if len(entries) != 1:
        state = "there twice" if entries else "missing"
        what = f"{METADATA}, which tells whose the submissions are, is {state}"
        raise CourseError(download.called, what, AGAIN)
    if entries[0].size > MOST:
        what = f"{METADATA} has {entries[0].size >> 20:,} MB; at most {MOST >> 20} MB are read"
        raise CourseError(download.called, what, AGAIN)
    try:
        found = _loaded(download.start(entries[0], MOST))
    except UNREADABLE as error:
        what = f"{METADATA} cannot be read ({one_line(error, 200) or type(error).__name__})"
        raise CourseError(download.called, what, AGAIN) from error
    if not isinstance(found, dict) or not all(isinstance(about, dict) for about in found.values()):
        raise CourseError(download.called, f"{METADATA} is no list of submissions", AGAIN)
    return {str(name): about for name, about in found.items()}


def _loaded(content: bytes) -> Any:
    """Return the content of a YAML file.

    Raises:
        ValueError: it is none that can be read.
    """
    import yaml

    base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Plain(base):  # type: ignore[valid-type, misc]
        """Reads every scalar as a text: an ID such as 0012 is no number, and times are parsed elsewhere."""

        yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012, as its base has it

    try:
        depth = 0
        for event in yaml.parse(content, Plain):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise ValueError("it is nested too deeply")
        return yaml.load(content, Plain)
    except yaml.constructor.ConstructorError as error:
        raise ValueError(f"{error.problem}; objects of Ruby are not read") from error
    except yaml.YAMLError as error:
        raise ValueError(getattr(error, "problem", None) or type(error).__name__) from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
