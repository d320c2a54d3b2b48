"""What is the same for all submissions of an assignment, done once before a process is forked for each of them."""

from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.nbgraderformat import MetadataValidator
from sqlalchemy.orm import configure_mappers
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from grader.course import Course
from grader.judging import warm as judging
from grader.notebooks import read_notebook
from grader.pages import feedback_page
from grader.pipeline.rehearsal import rehearse
from grader.pipeline.schemas import checked_once

STEPS = {  # by nbgrader's converter, the settings that name classes
    "Autograde": ("exporter_class", "sanitize_preprocessors", "autograde_preprocessors"),
    "GenerateFeedback": ("exporter_class", "preprocessors"),
}


def warm(root: str, assignment: str) -> None:
    """Import the steps and pytest, render what is given out, compile schemas and the gradebook's statements."""
    course = Course(Path(root))
    for name in _named(course.config):
        import_item(name)
    for path in course.notebooks(assignment, "release"):
        released = read_notebook(path)
        feedback_page.warm(assignment, released)
        _validate(released)
    judging.warm()
    configure_mappers()
    rehearse(course.database, assignment)


def _validate(released: NotebookNode) -> None:
    """Have the schemas read and compiled by which nbgrader, nbconvert and nbformat validate."""
    with checked_once():
        MetadataValidator().validate_nb(released)
    nbformat.validate(released, relax_add_props=True)
    new_output("stream")


def _named(config: Config) -> Iterator[str]:
    for converter, settings in STEPS.items():
        for setting in settings:
            value = config.get(converter, {}).get(setting, ())
            yield from (name for name in ([value] if isinstance(value, str) else value) if isinstance(name, str))
