"""Results are read as far as they can be; what cannot is named with the reason."""

from pathlib import Path

import pytest

from grader.course import Course
from grader.results import Status, SubmissionResult, to_json
from grader.storage.result_files import read_results, save

RESULT = SubmissionResult("hw3", Status.GRADED, 4.0, 10.0, student="ada")


def test_what_was_saved_is_read(little: Course) -> None:
    save(little, RESULT)
    folder = little.result_file("hw3", "ada").parent
    assert read_results(folder, "hw3") == ({"ada": RESULT}, {})
    assert read_results(folder / "nowhere", "hw3") == ({}, {})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Expecting value"),
        ("{", "Expecting"),
        ("[]", "cannot be read"),
        ('{"assignment": "hw3"}', "cannot be read"),
        ("[" * 100_000, "recursion"),
        (to_json(RESULT).replace('"ada"', '"ben"'), "it is the result of ben for hw3"),
        (to_json(RESULT).replace('"hw3"', '"hw2"'), "it is the result of ada for hw2"),
        (to_json(RESULT).replace("4.0", "NaN"), "not finite"),
    ],
    ids=["empty", "half", "list", "members", "deep", "another's", "another", "points"],
)
def test_one_that_cannot_be_read_costs_no_other(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "ada.json").write_text(text)
    (tmp_path / "eve.json").write_text(to_json(RESULT).replace('"ada"', '"eve"'))
    (tmp_path / ".ada.json.17.tmp").write_text("{")
    (tmp_path / "notes.txt").write_text("none of ours")
    results, broken = read_results(tmp_path, "hw3")
    assert list(results) == ["eve"]
    assert list(broken) == ["ada"]
    assert why in broken["ada"]
    assert broken["ada"].endswith("Grade this submission again.")
