"""Random and mutated messages against the grader's side of a kernel's line.

Each example is sound, and tried in several forged versions: more than a hundred thousand in all with SOAK=1.
"""

import os
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.support import line_properties
from tests.support.forgeries import CELLS, REPLIES, SHAPES, STREAMS, anything, forged_outputs, forged_stream, mutated

SOAK = "SOAK" in os.environ
EXAMPLES, VERSIONS = (1000, 32) if SOAK else (60, 5)
SEEDS = st.integers(0, 2**64)
some = settings(
    max_examples=EXAMPLES,
    phases=[Phase.explicit, Phase.generate],  # what is found is small enough, and shrinking it takes minutes
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module", autouse=True)
def tally(request: pytest.FixtureRequest) -> Iterator[Counter[str]]:
    """How many forgeries of each kind were tried, and how many of them passed for sound ones."""
    tally: Counter[str] = Counter()
    yield tally
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        tried = sum(count for name, count in tally.items() if "accepted" not in name)
        print(f"\n{tried} forgeries tried: {dict(sorted(tally.items()))}")


@pytest.fixture
def count(tally: Counter[str], request: pytest.FixtureRequest) -> Iterator[Counter[bool]]:
    """How often a test's forgeries were accepted, and how often not; both must have happened."""
    count: Counter[bool] = Counter()
    yield count
    name = request.node.name.removeprefix("test_")
    tally.update({name: count.total(), f"{name}, accepted": count[True]})
    assert count[True]
    assert count[False]


@some
@given(sound=REPLIES, seed=SEEDS)
def test_replies(count: Counter[bool], sound: Any, seed: int) -> None:
    random = Random(seed)
    for _ in range(VERSIONS):
        reply = mutated(sound, random) if random.randrange(20) else anything(random)
        count[line_properties.answer(reply, random.choice(SHAPES))] += 1


@some
@given(sound=STREAMS, seed=SEEDS)
def test_streams(count: Counter[bool], sound: list[Any], seed: int) -> None:
    random = Random(seed)
    for _ in range(VERSIONS):
        count[line_properties.messages(forged_stream(sound, random))] += 1


@some
@given(sound=STREAMS, seed=SEEDS)
def test_messages_before_a_reply(count: Counter[bool], sound: list[Any], seed: int) -> None:
    random = Random(seed)
    for _ in range(VERSIONS):
        count[line_properties.reply(forged_stream(sound, random))] += 1


@some
@given(sound=CELLS, seed=SEEDS)
def test_outputs(count: Counter[bool], sound: list[tuple[str, Any]], seed: int) -> None:
    random = Random(seed)
    for _ in range(4):  # each takes as long as ten others
        count[line_properties.cell(forged_outputs(sound, random))] += 1
