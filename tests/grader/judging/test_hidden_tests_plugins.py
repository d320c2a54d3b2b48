"""What hidden tests may use of pytest, and what is not loaded for them."""

import os
from pathlib import Path

import pytest

from grader.results import Outcome
from tests.support.hidden_files import judge_file, only

pytestmark = pytest.mark.usefixtures("no_pytest_around")
POINTS = "@pytest.mark.points(2)\n"
USED = {
    "monkeypatch": "def test_it(monkeypatch):\n    monkeypatch.setenv('A', 'b')",
    "tmp_path": "def test_it(tmp_path):\n    (tmp_path / 'file').write_text('text')",
    "capsys": "def test_it(capsys):\n    print('text')\n    assert capsys.readouterr().out == 'text\\n'",
    "warns": "def test_it():\n    import warnings\n    with pytest.warns(UserWarning):\n        warnings.warn('so')",
    "recwarn": "def test_it(recwarn):\n    import warnings\n    warnings.warn('so')\n    assert len(recwarn) == 1",
    "filterwarnings": "@pytest.mark.filterwarnings('ignore')\ndef test_it(): __import__('warnings').warn('so')",
    "skipif": "@pytest.mark.skipif(False, reason='no')\ndef test_it(): pass",
    "usefixtures": "@pytest.mark.usefixtures('tmp_path')\ndef test_it(): pass",
    "subtests": "def test_it(subtests):\n    with subtests.test('part'):\n        pass",
    "class": "class Test:\n    def test_it(self): pass",
}


@pytest.mark.parametrize("name", USED)
def test_what_an_author_can_reasonably_use_is_there(tmp_path, name):
    body = (
        USED[name].replace("    def test_it", f"    {POINTS}    def test_it")
        if name == "class"
        else POINTS + USED[name]
    )
    assert only(judge_file(tmp_path, body)).outcome is Outcome.PASSED


def test_a_class_of_unittest_is_run(tmp_path):
    method = f"    {POINTS}    def test_it(self):\n        self.assertEqual(1, 1)"
    body = f"import unittest\n\nclass TestIt(unittest.TestCase):\n{method}"
    assert only(judge_file(tmp_path, body)).outcome is Outcome.PASSED


def test_a_test_that_is_skipped_earns_nothing(tmp_path):
    got = only(judge_file(tmp_path, f"{POINTS}@pytest.mark.skip\ndef test_it(): pass"))
    assert (got.outcome, got.points) == (Outcome.INTERNAL, 0)


def test_the_folders_above_are_not_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed: list[str] = []
    scan = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path=".": (listed.append(str(path)), scan(path))[1])
    judge_file(tmp_path, f"{POINTS}def test_it(): pass")
    above = {str(folder) for folder in tmp_path.parents}
    assert listed
    assert not above & set(listed)


def test_nothing_is_told_of_a_failure_but_by_us(tmp_path, monkeypatch):
    monkeypatch.setattr("inspect.getmodule", lambda *arguments: pytest.fail("the source of a failure was looked for"))
    got = only(judge_file(tmp_path, f"{POINTS}def test_it():\n    assert False, 'Is it?'"))
    assert (got.outcome, got.message) == (Outcome.FAILED, "Is it?")
