"""Which platform an archive is of is told by the names in it, and a wrong word about it is corrected."""

from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.handin.platforms.layouts import recognise
from grader.handin.platforms.registry import READERS, guess
from tests.support.downloads import collected, given, zipped

NAMES = {
    "moodle": ["Ada Lovelace_77_assignsubmission_file_/1_2_hw3.ipynb", "Bob_78_assignsubmission_file_3_4_x.ipynb"],
    "canvas": ["lovelaceada_101_9001_hw3.ipynb", "LATE_anon_aB3xY_9002_hw3.ipynb", "doe_LATE_103_text.html"],
    "blackboard": ["HW_3_a_b_attempt_2024-04-17-23-54-02.txt", "HW_3_a_b_intento_2024-04-17-23-54-02_1_2_x.ipynb"],
    "gradescope": ["assignment_5_export/submission_metadata.yml", "assignment_5_export/submission_11/a_b_c_1/x.ipynb"],
    "ilias": ["Lovelace_Ada_ada_101/hw3.ipynb", "Team 3/Doe_Jane_jd_103/hw3.ipynb", "x.xlsx"],
    "exchange": ["ada+hw3+2024-04-16 08:00:00.000001 UTC+aB-_9/hw3.ipynb"],
    "clones": ["grader-clones.json", "hw3-ada/0123456789ab/hw3.ipynb"],
    "folders": ["ada/hw3.ipynb", "emil/sub/hw3.ipynb"],
}


@pytest.mark.parametrize(("kind", "names"), NAMES.items())
def test_each_platform_is_told_by_its_names_and_no_other_claims_them(kind: str, names: list[str]) -> None:
    found = guess([*names, "__MACOSX/._x"])
    assert found is not None
    assert kind == found.NAME
    assert [platform.NAME for platform in READERS.values() if platform.fits(names)] == [kind]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("clones", ["hw3-ada/.git/HEAD", "hw3-ada/.git/objects/ab/cd", "hw3-ada/hw3.ipynb", "x_y_z_1/hw3.ipynb"]),
        ("clones", ["./ada.git/HEAD", "./ada.git/objects/pack/x.pack", "./ada.git/config"]),
        ("folders", ["ada/HEAD", "ada/hw3.ipynb"]),
        ("exchange", [f"inbound/{NAMES['exchange'][0]}", "outbound/hw3/hw3.ipynb", "outbound/hw3/a/b", "feedback/x/y"]),
    ],
)
def test_a_folder_is_told_before_it_is_packed(kind: str, names: list[str]) -> None:
    assert [platform.NAME for platform in READERS.values() if platform.fits(names)] == [kind]


@pytest.mark.parametrize("names", [[], ["hw3.ipynb"], ["ada/"], ["__MACOSX/x/y"]])
def test_what_is_nobodys_is_not_guessed(names: list[str]) -> None:
    assert guess(names) is None


def test_a_stray_file_changes_nothing() -> None:
    assert recognise([*NAMES["moodle"], "lovelaceada_101_9001_hw3.ipynb"]) == "moodle"
    assert recognise(["wrapped/" + name for name in NAMES["canvas"]]) == "canvas"


def test_every_reader_says_what_it_is_called() -> None:
    assert [platform.NAME for platform in READERS.values()] == list(READERS)
    assert all(platform.CALLED for platform in READERS.values())


@pytest.mark.parametrize("said", ["moodle", "canvas", "blackboard", "gradescope", "ilias", "exchange"])
@pytest.mark.parametrize("kind", ["moodle", "canvas", "blackboard", "gradescope", "ilias", "exchange", "folders"])
def test_a_wrong_word_about_an_archive_is_corrected(tmp_path: Path, said: str, kind: str) -> None:
    if said == kind:
        return
    archive = zipped(tmp_path / "a.zip", dict.fromkeys(NAMES[kind], b"x"))
    with pytest.raises(CourseError) as error:
        collected(said, archive, given("a.zip"))
    own = (
        "it holds 'ada/hw3.ipynb'"
        if kind == "folders"
        else f"is {READERS[kind].CALLED}'s, not {READERS[said].CALLED}'s"
    )
    assert own in str(error.value)
