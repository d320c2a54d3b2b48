"""What commands share: names that can be used, paths that are there, and errors in one line with their exit status."""

import os
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from grader import console
from grader.arguments import Commands, confine, the_assignment, there, verbose
from grader.errors import CourseError, SandboxError
from grader.sandbox import bwrap


@click.group(cls=Commands)
def main() -> None:
    """Some commands."""


@main.command()
@the_assignment
@verbose
def name(assignment: str) -> None:
    """Say the name."""
    click.echo(f"{assignment} {os.environ.get(console.VERBOSE, 'quiet')}")


@main.command()
@click.argument("path", type=click.Path(path_type=Path), callback=there)
def path(path: Path) -> None:
    """Say the path."""
    click.echo(path.name)


@main.command()
@click.argument("kind")
def fail(kind: str) -> None:
    """Fail."""
    raise {"course": CourseError("roster.csv", "it is empty", "Fill it in."), "stop": KeyboardInterrupt()}[kind]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("fail", "course"), 2, "Error: roster.csv: it is empty. Fill it in."),
        (("fail", "stop"), 130, "Stopped: by Ctrl-C."),
        (("name", "a+b"), 2, "nbgrader cannot use this name for an assignment"),
        (("path", "absent"), 2, "Path 'absent' does not exist."),
    ],
)
def test_an_error_is_told_in_words_with_its_exit_status(arguments: tuple[str, ...], status: int, said: str) -> None:
    done = run(*arguments)
    assert done.exit_code == status
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.output


def test_a_broken_link_is_there(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    assert run("path", str(tmp_path / "link")).output == "link\n"


def test_verbose_is_for_whatever_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(console.VERBOSE, "quiet")
    assert run("name", "hw3").output == "hw3 quiet\n"
    assert run("name", "hw3", "-v").output == "hw3 1\n"


def test_without_a_sandbox_a_person_must_say_so_or_workers_find_their_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none() -> None:
        raise SandboxError("bwrap", "there is none", "Install it.")

    monkeypatch.setattr(bwrap, "find", none)
    with pytest.raises(SandboxError):
        confine(no_sandbox=False)
    confine(no_sandbox=False, here=False)
    assert capsys.readouterr().err == ""
    confine(no_sandbox=True)
    assert "no sandbox" in capsys.readouterr().err
