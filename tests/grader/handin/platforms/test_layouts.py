"""Which platform a download is of is told by how most of its files are called, wrapped or not."""

import pytest

from grader.errors import CourseError
from grader.handin.platforms.layouts import of_clones, person_of_ilias, recognise, require, wrapper

MOODLE = ["Ada Lovelace_77_assignsubmission_file_/hw3.ipynb", "Bob_78_assignsubmission_file_hw3.ipynb"]
CANVAS = ["lovelaceada_101_9001_hw3.ipynb", "doe_LATE_103_text.html", "LATE_anon_aB3xY_9002_x.ipynb"]


@pytest.mark.parametrize(
    ("names", "platform"),
    [
        (MOODLE, "moodle"),
        (["Ada_assignsubmission_onlinetext_/onlinetext.html"], "moodle"),
        (["Ada_77_assignsubmission_file_/"], None),  # a folder is no file
        (CANVAS, "canvas"),
        (["hw_3_ada_attempt_2024-04-17-23-54-02.txt"], "blackboard"),
        (["hw_3_ada_attempt_2024-04-17-23-54-02"], None),
        (["export/submission_metadata.yml"], "gradescope"),
        (["submission_11/hw3.ipynb"], "gradescope"),
        (["Team/Lovelace_Ada_ada_101/hw3.ipynb"], "ilias"),
        (["multi_feedback_Lovelace_Ada_ada_101/hw3.ipynb"], None),
        (["ada+hw3+2024-04-16 08:00:00.000001 UTC+aB-_9/hw3.ipynb"], "exchange"),
        (["inbound/ada+hw3+2024-04-16 08:00:00 UTC/hw3.ipynb", "outbound/a", "outbound/b"], "exchange"),
        ([*MOODLE, "stray.txt", "another.txt"], "moodle"),  # half of them
        ([*MOODLE, "stray.txt", "another.txt", "third.txt"], None),
        ([f"wrapped/{name}" for name in CANVAS], "canvas"),
        ([*(f"wrapped/{name}" for name in CANVAS), "readme.txt"], None),
        ([], None),
    ],
)
def test_most_names_tell_the_platform(names: list[str], platform: str | None) -> None:
    assert recognise(names) == platform


@pytest.mark.parametrize(
    ("names", "clones"),
    [
        (["ada/.git/HEAD", "ada/.git/objects/ab/c"], True),
        (["ada.git/HEAD", "ada.git/objects/pack/p"], True),
        (["./ada\\.git\\HEAD", "ada/.git/objects/x"], True),
        (["grader-clones.json"], True),
        (["ada/.git/HEAD", "ben/.git/objects/x"], False),
        (["ada/HEAD"], False),
        (["in/ada/.git/HEAD", "in/ada/.git/objects/x"], False),
    ],
)
def test_clones_have_a_head_and_objects_in_one_folder(names: list[str], clones: bool) -> None:
    assert of_clones(names) is clones
    if clones:
        assert recognise([*names, *MOODLE]) is None


def test_a_folder_around_a_download_is_counted_where_more_fits_inside() -> None:
    paths = [name.split("/") for name in MOODLE]
    assert wrapper("moodle", paths) == 0
    assert wrapper("moodle", [["wrapped", *path] for path in paths]) == 1
    assert wrapper("moodle", [["wrapped", *path] for path in paths] + [["grader-packing.json"]]) == 1


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("Lovelace_Ada_ada_101/hw3.ipynb", 0),
        ("hw3/Team 3/Doe_Jane_jd_103/hw3.ipynb", 2),
        ("a/b/c/Doe_Jane_jd_103/hw3.ipynb", None),
        ("Doe_Jane_103/hw3.ipynb", None),
        ("Doe_Jane_jd_103", None),  # a file
        ("multi_feedback_Doe_Jane_jd_103/x", None),
    ],
)
def test_a_person_of_ilias_is_a_folder_behind_at_most_two_others(path: str, place: int | None) -> None:
    assert person_of_ilias(path.split("/")) == place


@pytest.mark.parametrize(
    ("names", "what"),
    [
        (CANVAS, "this zip is Canvas's, not Moodle's"),
        ([], "this zip holds no files"),
        (["inner.ZIP"], "this zip holds one zip, 'inner.ZIP'. Unpack it"),
        (["hw3.ipynb"], "this zip is not Moodle's: it holds 'hw3.ipynb'"),
    ],
)
def test_another_platforms_archive_is_refused_with_what_it_is(names: list[str], what: str) -> None:
    with pytest.raises(CourseError) as caught:
        require("moodle", names, "down.zip")
    assert str(caught.value).startswith(f"down.zip: {what}")
    require("moodle", MOODLE, "down.zip")
