"""Which of the files that were handed in is the assignment's notebook, and why."""

from grader.intake.stage import stage


def test_when_there_are_more_notebooks_than_are_read_then_it_is_told(little, handed_in, tmp_path):
    copy = (handed_in / "double.ipynb").read_bytes()
    for number in range(24):
        (handed_in / f"copy-{number:02}.ipynb").write_bytes(copy)
    notes = stage(handed_in, "double.ipynb", little.notebook("double", "release"), tmp_path).notes
    assert "There are 25 notebooks; 5 of them were not read." in notes
