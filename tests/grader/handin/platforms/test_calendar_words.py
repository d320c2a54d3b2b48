"""Months and weekdays are known in each language in which platforms print their times, with or without accents."""

from datetime import datetime

import pytest

from grader.handin.platforms.calendar_words import FILLERS, MONTHS, WEEKDAYS, unaccented


@pytest.mark.parametrize(
    ("word", "month"),
    [
        *(("March", 3), ("MÄRZ", 3), ("mars", 3), ("marzo", 3), ("maart", 3), ("março", 3)),
        *(("Dezember", 12), ("décembre", 12), ("dicembre", 12), ("diciembre", 12), ("dezembro", 12)),
        *(("août", 8), ("augustus", 8), ("Jänner", 1), ("setiembre", 9), ("septiembre", 9), ("mei", 5), ("gen", None)),
    ],
)
def test_a_month_is_known_in_any_of_the_languages(word: str, month: int | None) -> None:
    assert MONTHS.get(unaccented(word)) == month


@pytest.mark.parametrize(
    ("word", "day"),
    [("Monday", 0), ("Montag", 0), ("lundi", 0), ("miércoles", 2), ("Sonnabend", 5), ("domingo", 6), ("sábado", 5)],
)
def test_a_weekday_is_known_in_any_of_the_languages(word: str, day: int) -> None:
    assert WEEKDAYS[unaccented(word)] == day


def test_english_names_are_those_of_python() -> None:
    for month in range(1, 13):
        for form in ("%B", "%b"):
            assert MONTHS[datetime(2024, month, 1).strftime(form).lower()] == month
    for day in range(1, 8):
        assert WEEKDAYS[datetime(2024, 1, day).strftime("%A").lower()] == day - 1


def test_no_word_means_two_things() -> None:
    assert set(MONTHS).isdisjoint(WEEKDAYS)
    assert not FILLERS & (set(MONTHS) | set(WEEKDAYS))
    assert all(word == unaccented(word) for word in (*MONTHS, *WEEKDAYS, *FILLERS))
