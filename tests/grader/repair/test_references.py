"""Which attachments a text refers to, in any of the ways in which editors write it."""

import pytest

from grader.repair.references import used


@pytest.mark.parametrize(
    "source",
    [
        "![a](attachment:my map.png)",
        "![a](attachment:my%20map.png)",
        "![a](<attachment:my map.png>)",
        "![a](ATTACHMENT:my%20map.png)",
        '<img src="attachment:my map.png">',
        "<img src='attachment:my&#32;map.png'>",
        "<img src='attachment:my&#37;20map.png'>",
        '![a](attachment:my%20map.png "A title")',
        "attachment:my map.png",
        "attachment:my map.png#part",
    ],
)
def test_a_reference_is_found_however_it_is_written(source):
    assert used(source, ["my map.png", "other.png"]) == {"my map.png"}


@pytest.mark.parametrize(
    "source", ["", "my map.png", "attachment:map.png", "![a](my map.png)", "attachment: my map.png"]
)
def test_what_is_no_reference_is_none(source):
    assert used(source, ["my map.png"]) == set()


def test_of_names_that_begin_alike_the_whole_one_is_meant():
    names = ["a", "a.png", "a.png.png"]
    assert used("![](attachment:a.png)", names) == {"a.png"}
    assert used("attachment:a attachment:a.png.png", names) == {"a", "a.png.png"}
    assert used("attachment:a.pngx", names) == set()
