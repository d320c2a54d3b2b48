"""Blackboard's grade centre: the column with its number, user names, tabs in UTF-16 and quoted commas."""

import pytest

from grader.errors import CourseError
from tests.support.exports import BLACKBOARD, FINAL, filled, told, wish
from tests.support.platform_imports import into_blackboard

USERS = {"alove", "emuell", "ghopper", "zoneill"}
COLUMNS = {"664617", "7", "5"}
SCORES = {("alove", "664617"): "76.00", ("emuell", "664617"): "0.00", ("ghopper", "664617"): "88.12"}


def tabbed() -> bytes:
    rows = BLACKBOARD.removeprefix("\ufeff").replace('","', '"\t"')
    return rows.encode("utf-16")


@pytest.mark.parametrize("data", [BLACKBOARD.encode(), tabbed()], ids=["quoted commas", "tabs in UTF-16"])
def test_blackboard_reads_the_scores_and_makes_no_column(data: bytes) -> None:
    before, done = (
        into_blackboard(data, USERS, COLUMNS),
        into_blackboard(filled("blackboard", data).data, USERS, COLUMNS),
    )
    assert done.other == before.other | SCORES
    assert (done.new_columns, done.unknown) == ([], [])


def test_tabs_without_quotes_get_none() -> None:
    text = "Last Name\tFirst Name\tUsername\tHW 3 [Total Pts: 90] |664617\r\nLovelace\tAda\talove\t\r\n"
    data = text.encode("utf-16")
    assert filled("blackboard", data).data == text.replace("alove\t", "alove\t76.00").encode("utf-16")


def test_commas_without_quotes_get_them_as_blackboard_needs_it() -> None:
    text = '"Username","HW 3 [Total Pts: 90] |664617"\n"alove",\n'
    assert filled("blackboard", text).data.decode() == text.replace('"alove",', '"alove","76.00"')


@pytest.mark.parametrize("name", ["664617", "|664617", "HW 3", "hw3", "HW 3 [Total Pts: 90 Score] |664617"])
def test_a_column_is_known_by_header_number_or_title(name: str) -> None:
    assert filled("blackboard", BLACKBOARD, wish(name)).filled == FINAL


@pytest.mark.parametrize("name", ["hw4", "66461", "Username", "Last Name"])
def test_a_column_that_is_not_there_is_refused_as_blackboard_would_make_one(name: str) -> None:
    with pytest.raises(CourseError, match="Blackboard would make a new column of text"):
        filled("blackboard", BLACKBOARD, wish(name))


def test_a_column_without_its_number_is_refused() -> None:
    with pytest.raises(CourseError, match="no column 'hw3': Blackboard would make a new column"):
        filled("blackboard", BLACKBOARD.replace("|664617", ""))


@pytest.mark.parametrize("kind", ["Total Pts: up to 90", "Total Pts: 0 Text"])
def test_a_column_that_takes_no_points_is_refused(kind: str) -> None:
    with pytest.raises(CourseError, match="takes no points"):
        filled("blackboard", BLACKBOARD.replace("Total Pts: 90 Score", kind))


def test_a_column_of_an_unknown_kind_is_told() -> None:
    assert (
        "see that Blackboard takes points" in filled("blackboard", BLACKBOARD.replace("90 Score", "90 Letter")).notes[0]
    )
    assert filled("blackboard", BLACKBOARD).notes == ()


@pytest.mark.parametrize("name", ["Benutzername", "Nom d\N{RIGHT SINGLE QUOTATION MARK}utilisateur"])
def test_user_names_are_found_in_other_languages(name: str) -> None:
    assert filled("blackboard", BLACKBOARD.replace("Username", name)).filled == FINAL


def test_without_user_names_nobody_can_be_found() -> None:
    with pytest.raises(CourseError, match="no column of user names"):
        filled("blackboard", BLACKBOARD.replace("Username", "Anmeldung"))


def test_what_is_replaced_is_told() -> None:
    assert told(filled("blackboard", BLACKBOARD), "grace") == "Needs Grading is replaced by 88.12"


def test_a_user_name_that_begins_like_a_formula_is_never_filled_in() -> None:
    export = filled("blackboard", BLACKBOARD.replace('"alove"', '"=alove"'))
    assert "begins like a formula" in told(export, "Ada Lovelace (line 2)")
    assert "ada" not in export.filled
