"""The text of a notebook's file is read in any encoding, and what is no notebook is told by what it is."""

import json

import pytest

from grader.form.decoding import BEGINNINGS, Unreadable, decoded, read_json

NOTEBOOK = '{"cells": [], "title": "Übung"}'


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (NOTEBOOK.encode(), []),
        (b"\xef\xbb\xbf" + NOTEBOOK.encode(), ["The file began with a byte order mark, which was removed."]),
        (NOTEBOOK.encode("utf-16"), ["The file was saved as UTF-16 and was read as such."]),
        (NOTEBOOK.encode("utf-32-le"), ["The file was saved as UTF-32-LE and was read as such."]),
        (NOTEBOOK.encode("cp1252"), ["The file was not saved as UTF-8; it was read as Windows-1252."]),
    ],
)
def test_a_notebook_is_read_in_any_encoding_and_what_was_done_is_told(data: bytes, told: list[str]) -> None:
    fixed: list[str] = []
    assert read_json(data, fixed) == json.loads(NOTEBOOK)
    assert fixed == told


def test_a_few_damaged_characters_do_not_change_how_the_rest_is_read() -> None:
    fixed: list[str] = []
    assert decoded("ä ö ü ".encode() + b"\xff", fixed) == "ä ö ü \ufffd"
    assert fixed == ["Damaged characters in the file were replaced: 1."]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b" \n\0", "contains only white space"),
        *((start + b"...", f"is {kind}, not a notebook") for start, kind in BEGINNINGS.items()),
        (b'{"cells": [', "it is truncated after 11 characters"),
        (b'{"cells": "x', "it is truncated after 12 characters"),
        (b'{"cells": [},\n "a": 1}', "line 1 is not valid JSON"),
        (b'{"a": 1,\n<<<<<<< HEAD\n"b": 2}', "it contains the markers of an unresolved git conflict"),
        (b"<!DOCTYPE html><html>", "it is a web page"),
        (b"x = 1\nimport math\n", "it is Python code"),
        (b"Dear all,", "it is some other text"),
        (b"[" * 200_000, "it is nested too deeply, or too large"),
        (b"[" + b"[]," * 500_001 + b"0]", "holds more lists or values than can be read"),
    ],
)
def test_what_is_no_notebook_is_told_by_what_it_is(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_json(data, [])
    assert why in str(caught.value)


def test_text_behind_the_notebook_is_left_out_and_told() -> None:
    fixed: list[str] = []
    assert read_json(NOTEBOOK.encode() + b"\n\0\0", fixed) == json.loads(NOTEBOOK)
    assert fixed == []
    read_json(NOTEBOOK.encode() + b"{}", fixed)
    assert fixed == ["Text after the end of the notebook in its file was ignored."]


def test_brackets_and_commas_within_texts_do_not_count() -> None:
    assert read_json(json.dumps({"cells": ["[," * 600_000]}).encode(), [])["cells"][0].startswith("[,")
