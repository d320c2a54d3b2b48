"""What an instructor may have forgotten is told, and stops nothing."""

import pytest
from click.testing import CliRunner

from grader import cli
from grader.course import CONFIG, Course
from grader.release import release
from grader.release.warnings import warnings

from .test_proof import edit

NO_DATE = f"{CONFIG}: double has no due date, so no submission will be late. State it in c.Course.due."


def set_due(course: Course, text: object) -> None:
    with (course.root / CONFIG).open("a") as config:
        config.write(f"c.Course.due['double'] = {text!r}\n")
    course.__dict__.pop("config", None)  # read before


def show(course: Course, text: str) -> list[str]:
    """The warnings of a release whose first cell says something."""
    set_due(course, "2999-01-01 12:00:00 UTC")
    edit(course.notebook("double", "release"), "title", text)
    return warnings(course, "double")


def test_when_nothing_is_forgotten_then_nothing_is_told(little):
    set_due(little, "2999-01-01 12:00:00 Europe/Vienna")
    assert warnings(little, "double") == []


def test_when_there_is_no_due_date_then_it_is_told(little):
    assert warnings(little, "double") == [NO_DATE]


def test_when_the_due_date_is_over_then_it_is_told(little):
    set_due(little, "2024-04-17 23:55:00 Europe/Vienna")
    due = "2024-04-17 23:55:00 Europe/Vienna"
    told = f"{CONFIG}: double was due on {due}, which is over. State the new date in c.Course.due."
    assert warnings(little, "double") == [told]


def test_when_the_due_date_is_no_date_then_it_is_told(little):
    set_due(little, "next week")
    (told,) = warnings(little, "double")
    assert told.startswith(f"{CONFIG}: c.Course.due holds 'next week', which is not a date.")


@pytest.mark.parametrize(
    "address",
    ["ta@example.org", "<a.b+c@Example.com>", "https://data.example.net/x?y", "example.org.", "(mail.example.com)"],
)
def test_when_the_text_shows_an_address_of_nobody_then_it_is_told(little, address):
    (told,) = show(little, f"\n\nAsk {address}, please.")
    assert told.startswith("release/double/double.ipynb: it shows placeholder addresses (")
    assert told.endswith(f"Put the real ones into the master, or into c.FillFacts.facts in {CONFIG}.")


@pytest.mark.parametrize(
    "text", ["ta@tugraz.at", "counterexample.org", "example.organism", "example.com.au", "an example. Or"]
)
def test_when_an_address_may_be_somebody_s_then_nothing_is_told(little, text):
    assert show(little, f"\n\nAsk {text}, please.") == []


def test_when_there_are_many_addresses_then_each_is_told_once_and_only_some_by_name(little):
    addresses = [f"ta-{number}@example.org" for number in (1, 2, 2, 3, 4, 5)]
    (told,) = show(little, " " + " ".join(addresses))
    assert "(ta-1@example.org, ta-2@example.org, ta-3@example.org and 2 more)" in told


def test_when_another_file_of_the_release_shows_one_then_the_file_is_named(little):
    (little.root / "release" / "double" / "README.md").write_text("Mail to ta@example.com.")
    assert show(little, "")[0].startswith("release/double/README.md: it shows placeholder addresses (ta@")


def test_the_command_warns_and_makes_the_release_all_the_same(little, monkeypatch):
    monkeypatch.setattr(release, "release", lambda course, assignment: ["proven"])
    done = CliRunner().invoke(cli.main, ["--course", str(little.root), "release", "double"])
    assert done.exit_code == 0, done.output
    assert done.stderr == f"Warning: {NO_DATE}\n"
    assert "release/double/ and release/double.zip are ready for students." in done.stdout
