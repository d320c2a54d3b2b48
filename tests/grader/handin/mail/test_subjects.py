import pytest

from grader.handin.mail.subjects import tagged

TAGS = {"hw3": "[ADL HW3]", "hw13": "[ADL HW13]"}


@pytest.mark.parametrize(
    "subject",
    [
        "[ADL HW3]",
        "Re: [ADL HW3]",
        "AW: WG: Fwd: [ADL HW3] late",
        "[ADL HW 3]",
        "ADL HW3",
        "[ADL  hw3] late",
        "［ADL　HW３］",  # noqa: RUF001
        "[ADL_HW03]",
        "adl-hw-3: my answer",
        "(late) ADLHW3",
    ],
)
def test_the_tag_is_known_however_it_is_written(subject: str) -> None:
    assert tagged(subject, TAGS, "hw3") == ("hw3",)


@pytest.mark.parametrize(
    ("subject", "found"),
    [
        ("[ADL HW13]", ("hw13",)),
        ("[ADL HW2]", ("adl hw2",)),
        ("[ADL HW30]", ("adl hw30",)),
        ("[ADL HW2] and [ADL HW3]", ("adl hw2", "hw3")),
        ("HW3", ()),
        ("xADL HW3", ()),
        ("Office hours", ()),
        ("", ()),
        ("[ADL HW" * 1000, ()),
    ],
)
def test_another_homework_is_told_apart(subject: str, found: tuple[str, ...]) -> None:
    assert tagged(subject, TAGS, "hw3") == found


def test_an_assignment_without_a_tag_is_known_by_its_name() -> None:
    assert tagged("my Warm-Up", {}, "warm-up") == ("warm-up",)
    assert tagged("hw 4", {}, "hw3") == ("hw 4",)
