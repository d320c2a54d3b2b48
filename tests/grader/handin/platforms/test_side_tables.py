"""Times and groups that a person gives beside a download: a row that names nobody is told, a doubtful time refused."""

from datetime import datetime
from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.handin.item import Arrival, Word
from grader.handin.platforms.side_tables import SideTables, read_side_tables
from tests.support.downloads import ROSTER, given

ADA, EMIL = (ROSTER.by("id", who) for who in ("ada", "emil"))


def read(folder: Path, *texts: str, **about: object) -> SideTables:
    paths = []
    for place, text in enumerate(texts):
        paths.append(folder / f"table-{place}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    return read_side_tables(given("x", *paths, **about))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "student,time\nada,2024-04-17 23:54\n",
        "Login,Submitted_At\na_lovelace,2024-04-17 21:54 UTC\n",
        "canvas_user_id,time\n101,2024-04-17 23:54\n",
        "student,time\nAda Lovelace,2024-04-17 23:54\nemil,\n",
        "id,email,time\n,ada@example.org,2024-04-17 23:54\n",
    ],
)
def test_a_time_is_read_in_the_course_s_zone_for_whoever_is_named(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, text)
    assert found.arrival(ADA) == (Arrival(datetime(2024, 4, 17, 21, 54), Word.SERVER), ())
    assert found.arrival(EMIL) == found.arrival(None) == (Arrival(), ())
    assert list(found.items()) == []


def test_groups_are_known_by_the_letters_of_their_names(tmp_path: Path) -> None:
    found = read(tmp_path, "group,student\nTeam 3,ada\nteam-3,emil\nTeam 3,ada\nTeam 4,\n,ada\n")
    assert found.members("TEAM 3!") == [ADA, EMIL]
    assert found.members("Team 5") == []
    assert [item.refused for item in found.items()] == ["it names nobody"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("zoe,2024-04-17 23:54", "'zoe' names nobody in roster.csv"),
        ("Bob Smith,2024-04-17 23:54", "'Bob Smith' can be bob or bob2"),
    ],
)
def test_a_row_that_names_nobody_is_an_item_for_a_person(tmp_path: Path, row: str, why: str) -> None:
    [item] = read(tmp_path, f"student,time\n{row}\n").items()
    assert (item.origin, item.refused) == ("table-0.csv, line 2", why)


@pytest.mark.parametrize(
    ("texts", "what"),
    [
        (("name,when\nada,now\n",), "are none that I know"),
        (("student,points\nada,3\n",), "are none that I know"),
        (("student,time\nada,yesterday\n",), "table-0.csv, line 2"),
        (("student,time\nada,2024-04-17 23:54\na_lovelace,2024-04-17 23:55\n",), "a second time of ada"),
        (("student,time\nada,2024-04-17 23:54\n", "student,time\nada,2024-04-17 23:55\n"), "table-1.csv, line 2"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_place(tmp_path: Path, texts: tuple[str, ...], what: str) -> None:
    with pytest.raises(CourseError) as caught:
        read(tmp_path, *texts)
    assert what in str(caught.value)


def test_a_time_without_a_zone_is_refused_where_the_course_names_none(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="names no zone"):
        read(tmp_path, "student,time\nada,2024-04-17 23:54\n", zoned=False)
    assert read(tmp_path, "student,time\nada,2024-04-17 23:54 UTC\n", zoned=False).arrival(ADA)[0].at


def test_a_time_that_a_clock_showed_twice_counts_from_the_earlier(tmp_path: Path) -> None:
    found = read(tmp_path, "student,time\nada,2024-10-27 02:30\n")
    arrival, notes = found.arrival(ADA)
    assert arrival.at == datetime(2024, 10, 27, 0, 30)
    assert notes == ("The time 2024-10-27 02:30 is ambiguous; the earlier reading counts.",)
