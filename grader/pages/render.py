"""The templates of pages, with every value escaped."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from grader.pages.comments import typeset
from grader.text import brief, moment, number, one_line, plain


def render(template: str, **values: object) -> str:
    """Return the page of that name in ``grader/pages/templates``, with every value escaped."""
    return _environment().get_template(template).render(values)


def compile_all() -> None:
    """Compile all templates; the environment keeps them."""
    for name in _environment().list_templates(filter_func=lambda name: "/" not in name):
        _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("grader.pages.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for use in (plain, brief, one_line, number, moment, typeset):
        environment.filters[use.__name__] = use
    return environment
