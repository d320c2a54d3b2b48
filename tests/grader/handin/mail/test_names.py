import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.handin.mail.names import LONGEST, distinct, is_notebook, made_up, safe_name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("hw3.ipynb", "hw3.ipynb"),
        ("../../etc/hw3.ipynb", "hw3.ipynb"),
        ("C:\\Users\\ada\\hw3.ipynb", "hw3.ipynb"),
        ("u\u0308bung.ipynb", "übung.ipynb"),
        ("hw\r\n3\t.ipynb", "hw 3 .ipynb"),
        ("..", ""),
        ("/", ""),
        ("\udcff.ipynb", ".ipynb"),
    ],
)
def test_a_name_is_the_last_part_and_printable(written: str, name: str) -> None:
    assert safe_name(written) == name


@given(st.text())
def test_no_name_leads_anywhere(written: str) -> None:
    name = safe_name(written)
    assert name not in (".", "..")
    assert "/" not in name
    assert "\\" not in name
    assert name.isprintable()
    assert len(name.encode()) <= LONGEST
    assert safe_name(name) == name


@given(
    st.lists(st.tuples(st.sampled_from(["a.ipynb", "A.ipynb", "a-2.ipynb", ".x"]), st.binary(max_size=1)), max_size=6)
)
def test_no_file_is_lost_for_its_name(files: list[tuple[str, bytes]]) -> None:
    kept, _ = distinct(files)
    names = [name.casefold() for name, _ in kept]
    assert len(set(names)) == len(names)
    assert {content for _, content in kept} == {content for _, content in files}


def test_a_file_without_a_name_is_called_by_what_it_is() -> None:
    assert made_up(1, b'{"cells": []}', "application/json") == "unnamed-1.ipynb"
    assert made_up(2, b"PK\x03\x04...", "") == "unnamed-2.zip"
    assert made_up(3, b"%PDF", "application/pdf") == "unnamed-3.pdf"
    assert made_up(4, b"?", "") == "unnamed-4.bin"
    assert not is_notebook(b'{"cells": ' + b"[" * 100_000)
    assert not is_notebook(b'["cells"]')
