"""The templates, and the one place where text that came from a student is made fit to print."""

import re
from datetime import datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from grader.comments import typeset

# Control characters, the marks that turn the reading direction round, and halves of surrogate pairs.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def plain(text: object) -> str:
    """The text without what steers a terminal or cannot be written as UTF-8, its lines ended one way."""
    return _UNPRINTABLE.sub("\ufffd", str(text).replace("\r\n", "\n").replace("\r", "\n"))


def brief(text: object, longest: int = 300) -> str:
    """The plain text, cut to ``longest`` characters with an ellipsis."""
    cleaned = plain(text).strip()
    return cleaned if len(cleaned) <= longest else cleaned[: longest - 1].rstrip() + "…"


def one_line(text: object, longest: int = 300) -> str:
    """The brief text with every run of white space made one space, as Markdown's HTML blocks need it."""
    return " ".join(brief(text, longest).split())


def number(value: float) -> str:
    """Points as a person writes them: 10, 7.5, 3.33."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def moment(time: datetime) -> str:
    """A date and time as a person writes them: 1 December 2025, 23:00."""
    return f"{time.day} {time:%B %Y, %H:%M}"


def render(template: str, **values: object) -> str:
    """The page of that name in ``grader/templates``, with every value escaped."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("grader"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for use in (plain, brief, one_line, number, moment, typeset):
        environment.filters[use.__name__] = use
    return environment
