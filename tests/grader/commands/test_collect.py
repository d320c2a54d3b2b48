"""``grader collect``: what it says in 80 columns, what it prints as JSON, and its exit status."""

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader import cli
from grader.course import Course
from tests.support import collected
from tests.support.mail_cases import CASES, ROSTER
from tests.support.mails import SETTINGS, mbox, notebook

GOOD = [case for case in CASES if case.name.startswith(("plain", "versions", "twice"))]
DOUBTFUL = [case for case in CASES if case.name in ("plain", "private", "drive", "pasted")]


@pytest.fixture
def root(little: Course, monkeypatch: pytest.MonkeyPatch, unlimited: None) -> Path:
    monkeypatch.setenv("COLUMNS", "80")
    return collected.prepare(little, ROSTER).root


def run(root: Path, *options: object) -> Result:
    return CliRunner().invoke(cli.main, [str(part) for part in ("--course", root, "collect", "double", *options)])


def test_all_is_well(root: Path, tmp_path: Path) -> None:
    (tmp_path / "ta.mbox").write_bytes(mbox(GOOD))
    done = run(root, tmp_path / "ta.mbox")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == f"{tmp_path}/ta.mbox: an mbox file"
    assert "Kept:      5 in handed-in/double/, 5 of them new" in lines
    assert "Items:     3 chosen, 1 older, 1 same again" in lines
    assert "Submitted: 3 new" in lines
    assert lines[-1] == f"Page:      {root}/reports/double/collected.html"
    assert (root / "reports" / "double" / "collected.csv").read_text().count("\n") == 6


def test_each_thing_to_look_at_is_a_line(root: Path, tmp_path: Path) -> None:
    (tmp_path / "ta.mbox").write_bytes(mbox(DOUBTFUL))
    done = run(root, tmp_path / "ta.mbox")
    assert done.exit_code == 1
    assert "drive: No file, but links: https://drive.example.org" in done.stderr
    assert "private <p@private.example>: Nobody in roster.csv has the address" in done.stderr
    assert "It is from staff (ta-one@example.org): whose work is it?" in done.stderr


def test_json_is_all_that_is_printed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "ta.mbox").write_bytes(mbox(DOUBTFUL))
    done = run(root, tmp_path / "ta.mbox", "--json", "--dry-run")
    assert done.exit_code == 1
    data = json.loads(done.stdout)
    assert data["counts"] == {"chosen": 1, "refused": 3}
    assert data["submitted"] == {"plain": {"outcome": "new", "why": ""}}
    assert data["page"] is None
    assert not (root / "submitted" / "plain").exists()


def test_a_source_that_fails_does_not_keep_others_from_being_collected(root: Path, tmp_path: Path) -> None:
    (tmp_path / "ta.mbox").write_bytes(mbox(GOOD))
    done = run(root, tmp_path / "ta.mbox", "imaps://ta@127.0.0.1:1/INBOX")
    assert done.exit_code == 2
    assert "GRADER_IMAP_PASSWORD" in done.stderr
    assert (root / "submitted" / "plain" / "double" / "double.ipynb").is_file()


def test_a_table_is_called_by_the_name_that_it_came_under(root: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "moodle.zip", "w") as archive:
        archive.writestr("plain plain_7_assignsubmission_file/double.ipynb", notebook("plain"))
    (tmp_path / "Bewertungen.csv").write_text("Tunniste,Nimi\n7,plain\n")
    done = run(root, tmp_path / "moodle.zip", "--worksheet", tmp_path / "Bewertungen.csv")
    assert done.exit_code == 1
    assert "In Bewertungen.csv: none of its columns" in done.stderr.replace("\n", " ")


def test_what_is_newer_than_the_grade_is_told(root: Path, tmp_path: Path) -> None:
    versions = sorted((case for case in CASES if case.name == "versions"), key=lambda case: case.arrived)
    (tmp_path / "one.eml").write_bytes(versions[0].raw)
    (tmp_path / "two.eml").write_bytes(versions[1].raw)
    assert run(root, tmp_path / "one.eml").exit_code == 0
    result = Course(root).result_file("double", "versions")
    result.parent.mkdir(parents=True)
    result.write_text("{}")
    done = run(root, tmp_path / "two.eml")
    assert "newer than what was graded: versions. Grade again: grader grade double" in done.stderr.replace("\n", " ")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["missing.mbox"], "there is no such file or folder"),
        (["--worksheet", "roster.csv"], "--worksheet explains a download"),
        (["roster.csv", "--from", "mail"], "it is no mailbox"),
        (["--which", "best"], "'best' is not one of"),
    ],
)
def test_what_cannot_be_used_is_told_before_anything_is_written(
    options: list[str], said: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    done = run(root, *options)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
    assert not (root / "handed-in").exists()


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ('c.Collect.subject = "[ADL]"', "c.Collect.subject is '[ADL]', which cannot be used"),
        ('c.Collect.subject = {"double": "[]"}', "Write what subjects hold"),
        ('c.Collect.which = "best"', "Write one of 'latest', 'on-time', 'first'"),
        ("c.Collect.max_mib = 0", "Write a number from 1 to 2000"),
        ("c.Collect.staff = 3", "Write a list of texts"),
        ('c.Collect.mailbox_zone = "Vienna"', "Write 'UTC', or a name of the IANA database"),
        ('c.Course.released = {"double": "soon"}', "c.Course.released is 'soon'"),
        ('c.Collect.subjects = {"double": "x"}', "c.Collect has no setting 'subjects'"),
    ],
)
def test_a_setting_that_cannot_be_used_says_what_to_write(setting: str, said: str, root: Path) -> None:
    config = root / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\n{setting}\n")
    done = run(root)
    assert done.exit_code == 2, SETTINGS
    assert said in " ".join(done.stderr.split())
