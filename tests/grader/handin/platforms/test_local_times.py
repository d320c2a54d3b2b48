"""Times as platforms print them, in seven languages, with and without a zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from grader.errors import GraderError
from grader.handin.platforms.local_times import arrival
from tests.support.downloads import given

DUE = datetime(2024, 4, 17, 21, 54)


@pytest.mark.parametrize(
    "text",
    [
        "Wednesday, 17 April 2024, 11:54 PM",
        "Wednesday, April 17, 2024, 11:54 PM",
        "Wednesday, 17 April 2024 23:54:00 o'clock CEST",
        "Wednesday, 17 April 2024 23:54:00 o\u2019clock CEST",
        "Wednesday, April 17, 2024 11:54:00 PM CEST",
        "17 Apr 2024, 11:54 p.m.",
        "Mittwoch, 17. April 2024, 23:54",
        "Mittwoch, 17. April 2024 um 23:54 Uhr MESZ",
        "mercredi 17 avril 2024, 23:54",
        "mercredi 17 avril 2024 à 23h54",
        "miércoles, 17 de abril de 2024, 23:54",
        "miercoles, 17 de abril de 2024, 11:54 p. m.",
        "mercoledì, 17 aprile 2024, 23:54",
        "woensdag, 17 april 2024, 23:54",
        "quarta-feira, 17 de abril de 2024, 23:54",
        "17.04.2024 23:54",
        "17/04/2024, 23:54",
        "04/17/2024 11:54 PM",
        "2024-04-17 23:54",
        "2024-04-17 23:54:00.123 CEST",
        "2024-04-17 21:54:00 UTC",
        "2024-04-17T21:54:00Z",
        "2024-04-17 14:54:00 -07:00",
        "Wednesday, 17 April 2024 21:54:00 GMT",
        "Wednesday, 17 April 2024 23:54:00 GMT+02:00",
        "2024-04-17 23:54 Europe/Vienna",
    ],
)
def test_a_time_is_read_as_it_is_printed(text: str) -> None:
    assert arrival(text, given())[0].at == DUE


@pytest.mark.parametrize(
    ("text", "hour"),
    [("17 April 2024, 12:05 AM", 0), ("17 April 2024, 12:05 PM", 12), ("17 April 2024, 1:05 AM", 1)],
)
def test_noon_and_midnight_are_told_apart(text: str, hour: int) -> None:
    assert arrival(text, given(zone="UTC"))[0].at == datetime(2024, 4, 17, hour, 5)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not a date and a time"),
        ("-", "is not a date and a time"),
        ("17 April 2024", "is not a date and a time"),
        ("23:54", "is not a date and a time"),
        ("23:54 CEST", "is not a date and a time"),
        ("Wednesday, 31 April 2024, 11:54 PM", "is not a date and a time"),
        ("Thursday, 17 April 2024, 11:54 PM", "names a weekday that is not that date's"),
        ("04/05/2024 11:54 PM", "can be read in two ways"),
        ("onsdag den 17. april 2024, 23:54", "has the word 'onsdag', which is in none of the languages"),
        ("17 April 2024, 13:54 PM", "is not a date and a time"),
        ("17 April 2024, 25:54", "invalid date, time"),
        ("17 April 2024 18 23:54", "is not a date and a time"),
        ("99999 April 17 23:54", "is not a date and a time"),
        ("Wednesday, 17 April 2024 23:54:00 o'clock EDT", "is in EDT, but in Europe/Vienna"),
        ("2024-04-17 23:54 CET", "is in CET, but in Europe/Vienna (c.Course.time_zone) it is CEST then"),
        ("1" * 5000, "is not a date and a time"),
    ],
)
def test_what_is_no_time_or_can_be_two_is_refused(text: str, said: str) -> None:
    with pytest.raises(GraderError) as error:
        arrival(text, given())
    assert said in error.value.what
    assert error.value.remedy


def test_a_time_without_a_zone_needs_one_in_the_settings() -> None:
    with pytest.raises(GraderError, match=r"names no zone, and c.Course.time_zone is not set"):
        arrival("Wednesday, 17 April 2024, 11:54 PM", given(zone="UTC", zoned=False))
    assert arrival("2024-04-17 21:54 UTC", given(zone="UTC", zoned=False))[0].at == DUE


def test_at_a_clock_change_the_earlier_reading_counts_with_a_note() -> None:
    found, notes = arrival("Sonntag, 27. Oktober 2024, 02:30", given())
    assert found.at == datetime(2024, 10, 27, 0, 30)
    assert "ambiguous" in notes[0]
    assert ZoneInfo("Europe/Vienna").key in str(given().zone)
