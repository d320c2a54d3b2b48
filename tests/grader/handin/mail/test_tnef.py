"""The files in Outlook's winmail.dat, or why there are none."""

import sys

import pytest

from grader.bank.mailbox import tnef
from grader.handin.mail.tnef import REMEDY, files


def test_the_files_come_out_as_they_were_put_in() -> None:
    assert files(tnef("double.ipynb", b"{}\0\xff")) == ([("double.ipynb", b"{}\0\xff")], "")


@pytest.mark.parametrize("content", [b"", b"no TNEF", bytes(1000), tnef("a.ipynb", b"{}")[:40]])
def test_what_cannot_be_read_is_told_in_a_few_words(content: bytes) -> None:
    found, why = files(content)
    assert found == []
    assert why.startswith(("Outlook's winmail.dat in it cannot be read (", "there is no file in Outlook's winmail.dat"))


def test_without_the_package_the_reason_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tnefparse", None)
    found, why = files(tnef("double.ipynb", b"{}"))
    assert found == []
    assert why.endswith(f"tnefparse is not installed: {REMEDY}")
