"""Results survive the trip through JSON, and nothing else is taken for a result."""

import json

import pytest

from grader.results import VERSION, CheckResult, Outcome, Status, SubmissionResult, TaskResult, from_json, to_json

TESTS = tuple(
    CheckResult(f"Property {outcome}", outcome, points, 2.5, *texts)
    for outcome, points, *texts in [
        (Outcome.PASSED, 2.5, ""),
        (Outcome.FAILED, 0, "Got (3,), expected (2,). Überlegung: ¿por qué?\nSecond line."),
        (Outcome.ERROR, 0, 'Your code raised NameError: "x" \u2028 \x1b[31m'),
        (Outcome.NOT_ATTEMPTED, 0, ""),
        (Outcome.INTERNAL, 0, "Ours.", "KeyError: 3 (test_score.py:7)"),
    ]
)
RESULT = SubmissionResult(
    assignment="hw3",
    status=Status.NEEDS_ATTENTION,
    score=5,
    max=20,
    tasks=(TaskResult("score", 5, 10, TESTS), TaskResult("loss", 0, 10)),
    reason="a hidden test failed to judge",
    student="ada",
    notes=("Set the kernel to Python 3.", "Put back a cell."),
    seen=("System call refused: ptrace",),
    inputs="5f3c",
)
OUTCOMES = ["passed", "failed", "error", "not attempted", "internal"]
PLAIN = SubmissionResult("hw3", Status.GRADED, 90, 90)


@pytest.mark.parametrize("result", [RESULT, PLAIN], ids=["all fields", "few fields"])
def test_when_a_result_is_written_and_read_then_it_is_the_same(result):
    assert from_json(to_json(result)) == result


def test_when_what_is_optional_is_empty_then_it_is_left_out():
    assert json.loads(to_json(PLAIN)) == {
        "version": VERSION,
        "assignment": "hw3",
        "status": "graded",
        "score": 90,
        "max": 90,
        "tasks": [],
    }


def test_when_a_result_is_written_then_outcomes_and_status_are_the_agreed_words():
    data = json.loads(to_json(RESULT))
    assert data["status"] == "needs attention"
    assert [test["outcome"] for test in data["tasks"][0]["tests"]] == OUTCOMES
    agreed = {"name", "outcome", "points", "max", "message"}
    assert [set(test) - agreed for test in data["tasks"][0]["tests"]] == [set()] * 4 + [{"detail"}]


def changed(**fields: object) -> str:
    return json.dumps({**json.loads(to_json(RESULT)), **fields})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "[]",
        "null",
        "{}",
        changed(version=VERSION + 1),
        changed(version=None),
        changed(status="fine"),
        changed(tasks=None),
        changed(tasks=[{"id": "score"}]),
        changed(tasks=[{"id": "score", "points": 1, "max": 1, "tests": [{"outcome": "won"}]}]),
        changed(surprise=1),
    ],
)
def test_when_a_text_is_no_result_of_this_version_then_it_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011  (the type is the contract, the texts differ)
        from_json(text)


def test_when_a_text_holds_half_a_surrogate_pair_then_it_is_written_and_read_all_the_same():
    result = SubmissionResult("hw3", Status.NEEDS_ATTENTION, 0, 90, reason="named \udcff.ipynb")
    assert to_json(result).encode("utf-8").isascii()
    assert from_json(to_json(result)) == result
