"""The process that forks for each call keeps what it has imported, and gives each fork what it needs."""

import pytest

from grader.process import limited
from grader.process.call import Preparation

SECONDS = 60.0


def test_a_call_searches_for_garbage_and_the_process_that_forks_does_not() -> None:
    seen = "grader.collects = __import__('gc').isenabled()"
    before = Preparation(exec, (f"import grader\n{seen}",))
    asked = "(__import__('grader').collects, __import__('gc').isenabled())"
    assert limited.run("it was read", eval, asked, seconds=SECONDS, prepared=[before]) == (False, True)


def test_assert_statements_stay_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONOPTIMIZE", "1")
    monkeypatch.setattr(limited, "_servers", [])  # one that begins now
    with pytest.raises(AssertionError):
        limited.run("it was read", exec, "assert False", seconds=SECONDS)
