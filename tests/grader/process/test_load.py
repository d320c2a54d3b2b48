"""Whether the machine was overloaded when a time limit passed."""

import os

import pytest

from grader.process.load import MOST, overload


@pytest.mark.parametrize(
    ("processors", "load", "over"), [(2, 0.5, False), (2, 8.0, False), (2, 8.1, True), (None, 4.1, True)]
)
def test_load_counts_by_processor(
    monkeypatch: pytest.MonkeyPatch, processors: int | None, load: float, over: bool
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    monkeypatch.setattr(os, "getloadavg", lambda: (load, 0.0, 0.0))
    limit = f"{MOST * (processors or 1):.0f} on {processors or 1} processors"
    assert overload() == (f"load over {limit}" if over else "")
