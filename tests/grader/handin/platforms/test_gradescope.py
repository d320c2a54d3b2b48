"""Gradescope's export: several submitters, Ruby's own YAML, numbers that are texts, folders that nobody tells of."""

from datetime import datetime
from pathlib import Path

import pytest

from grader.errors import CourseError
from tests.support.downloads import NOTEBOOK, collected, given, summary, who, zipped

YAML = """---
submission_11:
  :submitters:
  - :name: Ada Lovelace
    :sid: '101'
    :email: ada@example.org
  - :name: Emil Müller
    :sid: emil
    :email: unknown@example.org
  :created_at: 2024-04-17 21:54:10.123456000 Z
  :score: 0.0
  :status: unprocessed
  :history: []
submission_12:
  :submitters:
  - :name: Jane-Ann Doe
    :sid: 0103
    :email: jane@example.org
  :created_at: 2024-04-17 14:54:10 -07:00
"""
FILES = {
    "assignment_5_export/submission_metadata.yml": YAML.encode(),
    "assignment_5_export/submission_11/hw3.ipynb": NOTEBOOK,
    "assignment_5_export/submission_12/src/hw3.ipynb": NOTEBOOK,
}


def test_each_submitter_gets_the_submission(tmp_path: Path) -> None:
    items = collected("gradescope", zipped(tmp_path / "g.zip", FILES), given())
    assert summary(items) == {"ada": ["hw3.ipynb"], "emil": ["hw3.ipynb"], "jane": ["src/hw3.ipynb"]}
    assert [item.arrival.at for item in items] == [
        datetime(2024, 4, 17, 21, 54, 10),
        datetime(2024, 4, 17, 21, 54, 10),
        datetime(2024, 4, 17, 21, 54, 10),
    ]
    assert items[0].notes == ("Handed in together: Ada Lovelace, Emil Müller.",)


def test_objects_of_ruby_are_one_clear_error(tmp_path: Path) -> None:
    ruby = YAML.replace("2024-04-17 21:54:10.123456000 Z", "!ruby/object:ActiveSupport::TimeWithZone\n    utc: 1")
    archive = zipped(tmp_path / "g.zip", {**FILES, "assignment_5_export/submission_metadata.yml": ruby.encode()})
    with pytest.raises(
        CourseError, match=r"g.zip: submission_metadata.yml cannot be read .*ruby/object.*objects of Ruby are not read"
    ):
        collected("gradescope", archive, given("g.zip"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", "cannot be read"),
        ("- 1", "is no list of submissions"),
        ("[" * 300_000, "it is nested too deeply"),
        ("!!python/object/apply:os.system [echo]", "objects of Ruby are not read"),
    ],
)
def test_metadata_that_cannot_be_read_are_an_error(tmp_path: Path, text: str, said: str) -> None:
    archive = zipped(tmp_path / "g.zip", {**FILES, "assignment_5_export/submission_metadata.yml": text.encode()})
    with pytest.raises(CourseError, match=said):
        collected("gradescope", archive, given())


def test_missing_metadata_are_an_error(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "g.zip", {name: data for name, data in FILES.items() if "yml" not in name})
    with pytest.raises(CourseError, match=r"submission_metadata.yml, which tells .* is missing"):
        collected("gradescope", archive, given())


def test_what_the_metadata_do_not_match_is_told(tmp_path: Path) -> None:
    more = YAML + "submission_13:\n  :submitters: []\nsubmission_14:\n  :submitters:\n  - :email: bob@example.org\n"
    files = {
        **FILES,
        "assignment_5_export/submission_metadata.yml": more.encode(),
        "assignment_5_export/submission_13/a": b"x",
        "assignment_5_export/submission_99/b": b"y",
    }
    items = collected("gradescope", zipped(tmp_path / "g.zip", files), given())
    assert [(who(item), item.refused) for item in items[3:]] == [
        ("?", "submission_metadata.yml names no submitter of submission_13"),
        ("bob", "submission_metadata.yml tells of it, but there is no file of it"),
        ("?", "submission_metadata.yml does not tell whose it is"),
    ]


def test_two_keys_that_name_two_students_are_refused(tmp_path: Path) -> None:
    text = YAML.replace("unknown@example.org", "bob@example.org")
    archive = zipped(tmp_path / "g.zip", {**FILES, "assignment_5_export/submission_metadata.yml": text.encode()})
    items = collected("gradescope", archive, given())
    assert items[1].refused == "it names two students: the address 'bob@example.org' is bob's, the id 'emil' is emil's"
