"""What was submitted, where it is, and the copy that is graded in its place."""

from pathlib import Path

import pytest

from grader.intake import submissions
from grader.notebooks import read_notebook


@pytest.mark.parametrize(("text", "kept"), [("2024-04-16 18:02:11 UTC", True), ("yesterday", False), ("", False)])
def test_when_the_time_of_handing_in_is_nonsense_then_it_is_left_out_and_told(little, handed_in, text, kept):
    (handed_in / "timestamp.txt").write_text(text)
    with submissions.staged(little, "double", "ada") as prepared:
        folder = Path(prepared.config.CourseDirectory.submitted_directory, "ada", "double")
        assert (folder / "timestamp.txt").is_file() == kept
        told = prepared.config.SubmissionExporter.notes
        assert ["could not be read from timestamp.txt" in note for note in told] == ([] if kept else [True])
        assert read_notebook(folder / "double.ipynb").cells
    assert not folder.exists()
