"""Canvas's submissions.zip: late marks, several files, groups, links, hidden names, and times from a table."""

from datetime import datetime
from pathlib import Path

import pytest

from grader.errors import CourseError
from tests.support.downloads import NOTEBOOK, collected, given, summary, who, written, zipped

CLASS = {
    "lovelaceada_101_9001_hw3.ipynb": NOTEBOOK,
    "lovelaceada_101_9002_hw3-1.tar.gz": b"x",
    "mülleremil_LATE_102_9003_hw3-2.ipynb": NOTEBOOK,
    "doejaneann_103_9004_my_1_2_hw3.ipynb": NOTEBOOK,
}


def test_each_student_has_the_files_of_the_last_attempt(tmp_path: Path) -> None:
    items = collected("canvas", zipped(tmp_path / "c.zip", CLASS), given("submissions.zip"))
    assert summary(items) == {
        "ada": ["hw3-1.tar.gz", "hw3.ipynb"],
        "emil": ["hw3-2.ipynb"],
        "jane": ["my_1_2_hw3.ipynb"],
    }
    assert all(item.arrival.at is None and "no times" in item.notes[-1] for item in items)
    late = {who(item): "Canvas marked it as late." in item.notes for item in items}
    assert late == {"ada": False, "emil": True, "jane": False}


def test_times_come_from_a_table(tmp_path: Path) -> None:
    table = written(
        tmp_path / "times.csv",
        "student,time\nada,2024-04-17 23:54\n102,2024-04-17T22:10:00Z\njane@uni.example,\nzoe,2024-04-17 20:00\n",
    )
    items = collected("canvas", zipped(tmp_path / "c.zip", CLASS), given("submissions.zip", table))
    times = {who(item): item.arrival.at for item in items[:3]}
    assert times == {"ada": datetime(2024, 4, 17, 21, 54), "emil": datetime(2024, 4, 17, 22, 10), "jane": None}
    assert (items[3].shown, items[3].refused) == ("times.csv, line 5", "'zoe' names nobody in roster.csv")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("student,time\nada,2024-04-17 23:54 CEST\n", "times.csv, line 2: '2024-04-17 23:54 CEST' contains an invalid"),
        ("student,time\nada,23:54\n", "times.csv, line 2: '23:54' is not a date and a time. Write it like"),
        ("student,time\nada,2024-04-17 23:54\n101,2024-04-17 23:55\n", "times.csv, line 3: a second time of ada"),
        ("who,when\nada,2024-04-17 23:54\n", r"times.csv: its columns \(who, when\) are none that I know"),
    ],
)
def test_a_table_that_cannot_be_read_is_an_error(tmp_path: Path, text: str, said: str) -> None:
    archive = zipped(tmp_path / "c.zip", CLASS)
    with pytest.raises(CourseError, match=said):
        collected("canvas", archive, given("submissions.zip", written(tmp_path / "times.csv", text)))


def test_a_table_without_zones_needs_one_in_the_settings(tmp_path: Path) -> None:
    table = written(tmp_path / "times.csv", "student,time\nada,2024-04-17 23:54\n")
    with pytest.raises(CourseError, match=r"names no zone, and c.Course.time_zone is not set"):
        collected("canvas", zipped(tmp_path / "c.zip", CLASS), given("submissions.zip", table, zoned=False))


def test_a_group_needs_a_table_of_its_members(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "c.zip", {"team1_101_9001_hw3.ipynb": NOTEBOOK})
    (item,) = collected("canvas", archive, given("submissions.zip"))
    assert (who(item), "If that is a group" in item.notes[-1]) == ("ada", True)
    export = "name,canvas_user_id,user_id,login_id,sections,group_name,canvas_group_id,group_id\n"
    export += '"Lovelace, Ada",101,,,A,Team 1,55,\n"Müller, Emil",102,,,A,Team 1,55,\n"Doe, Jane",103,,,A,,,\n'
    items = collected("canvas", archive, given("submissions.zip", written(tmp_path / "groups.csv", export)))
    assert summary(items) == {"ada": ["hw3.ipynb"], "emil": ["hw3.ipynb"]}


def test_a_link_alone_is_refused_and_a_text_is_kept(tmp_path: Path) -> None:
    files = {"lovelaceada_LATE_101_link.html": b"<a>", "mülleremil_102_text.html": b"<p>"}
    items = collected("canvas", zipped(tmp_path / "c.zip", files), given("submissions.zip"))
    assert [(who(item), [file.name for file in item.files]) for item in items] == [
        ("ada", ["link.html"]),
        ("emil", ["text.html"]),
    ]
    assert items[0].refused.startswith("nothing but a link was handed in")
    assert items[1].refused == ""


def test_hidden_names_cannot_be_collected(tmp_path: Path) -> None:
    files = {"anon_aB3xY_9001_hw3.ipynb": NOTEBOOK, "LATE_anon_Zz9yX_9002_hw3.ipynb": NOTEBOOK}
    with pytest.raises(
        CourseError, match=r"submissions.zip: its submissions are anonymous.*Turn anonymous grading off"
    ):
        collected("canvas", zipped(tmp_path / "c.zip", files), given("submissions.zip"))
    items = collected("canvas", zipped(tmp_path / "d.zip", {**files, **CLASS}), given("submissions.zip"))
    assert sum("Canvas hides who" in item.refused for item in items) == 2
    assert len(summary(items)) == 3


def test_another_platforms_zip_is_named(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "c.zip", CLASS)
    with pytest.raises(
        CourseError, match=r"moodle.zip: this zip is Canvas's, not Moodle's. Say what it is with --from"
    ):
        collected("moodle", archive, given("moodle.zip"))
