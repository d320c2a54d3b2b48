"""`grader hand-back` as a person runs it."""

from click.testing import CliRunner, Result

from grader.cli import main
from grader.course import Course


def run(course: Course, *options: object, answer: str = "") -> Result:
    """Run it; it may end in an error of its own, but in no other."""
    arguments = ["--course", str(course.root), "hand-back", "hw3", *map(str, options)]
    done = CliRunner().invoke(main, arguments, input=answer)
    assert "Traceback" not in done.output
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done
