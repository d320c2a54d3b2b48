"""Whatever a kernel that lies sends for an answer, it is refused as one, and nothing else happens."""

from collections.abc import Callable
from typing import Any

import pytest

from grader.errors import AnswerError, BadReply
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission
from tests.support.lying_kernels import Liar

DEEP: Any = []
for _ in range(900):
    DEEP = [DEEP]
HUGE = "9" * 5000
ANSWERS = {
    "nothing": None,
    "a number": 3,
    "a text that holds the words asked for": "error ok refused",
    "a list of the words": ["ok", "error", "refused"],
    "no known word": {"yes": 1},
    "an error that is a text": {"error": "x"},
    "an error without its parts": {"error": {"type": "x"}},
    "a value without a kind": {"ok": []},
    "a value of an unknown kind": {"ok": ["pickle", "x"]},
    "a kind that is a list": {"ok": [["array"], 1]},
    "deep lists": {"ok": ["list", DEEP]},
    "plain deep lists": {"ok": DEEP},
    "a number in place of a text": {"ok": ["plain", 1]},
    "a half character": {"ok": ["plain", "\ud800"]},
    "a half character in a dictionary": {"ok": ["dict", [["\ud800", ["plain", None]]]]},
    "a number of many digits": {"ok": ["int", HUGE]},
    "an int that is none": {"ok": ["int", "0x"]},
    "a float that overflows": {"ok": ["float", "0x1p99999"]},
    "a float that is none": {"ok": ["float", "nothing"]},
    "an array of objects": {"ok": ["array", "|O", [1], "AAAAAAAAAAA="]},
    "an array of text": {"ok": ["array", "<U4", [1], "AAAAAAAAAAAAAAAAAAAAAA=="]},
    "an array of a type that is a list": {"ok": ["array", [["a", "<f8"]], [1], "AAAAAAAAAAA="]},
    "an array shorter than its shape": {"ok": ["array", "<f8", [2], "AAAAAAAAAAA="]},
    "an array of negative size": {"ok": ["array", "<f8", [-1], "AAAAAAAAAAA="]},
    "an array of two negative sizes": {"ok": ["array", "<f8", [-1, -1], "AAAAAAAAAAA="]},
    "an array of huge size": {"ok": ["array", "<f8", [10**40], "AAAAAAAAAAA="]},
    "an empty array of huge size": {"ok": ["array", "<f8", [0, 10**40], ""]},
    "an empty array of sizes that overflow": {"ok": ["array", "<f8", [0, 2**62, 2**62], ""]},
    "an array of true size": {"ok": ["array", "<f8", [True], "AAAAAAAAAAA="]},
    "an array of a size with a fraction": {"ok": ["array", "<f8", [1.0], "AAAAAAAAAAA="]},
    "an array of NaN size": {"ok": ["array", "<f8", [float("nan")], "AAAAAAAAAAA="]},
    "an array that is no base64": {"ok": ["array", "<f8", [1], "<script>"]},
    "an array of many axes": {"ok": ["array", "<f8", [1] * 64, "AAAAAAAAAAA="]},
    "a refusal that is a text": {"refused": "x" * 300},
    "a refusal for an unknown reason": {"refused": ["x", "y"]},
    "a refusal without its detail": {"refused": ["type"]},
    "a refusal for three reasons": {"refused": ["type", "int", "int"]},
    "a refusal that is no list": {"refused": {"type": 1}},
    "more items than allowed": {"ok": ["list", [["plain", None]] * 10_001]},
}


def asked(reply: Any) -> Any:
    return Submission(Liar(reply), []).eval("1")  # type: ignore[arg-type]


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_a_forged_answer_is_a_bad_reply(answer: Any) -> None:
    with pytest.raises(BadReply):
        asked(answer)


@pytest.mark.parametrize("part", ["\ud800\x1b]0;x\x07", 10**400, DEEP, None, {"a": 1}, "x" * 10**6])
def test_a_forged_error_says_little_and_in_sound_characters(part: Any) -> None:
    with pytest.raises(AnswerError) as error:
        asked({"error": {"type": part, "text": part, "line": part}})
    text = str(error.value)
    text.encode("utf-8")
    assert len(text) < 1200
    assert "\x1b" not in text


@pytest.mark.parametrize("part", ["\ud800\x1b]0;x\x07", "x" * 10**6, "def score(x)", "12345"])
@pytest.mark.parametrize("reason", ["type", "dtype"])
def test_a_forged_refusal_names_no_type_of_its_own(reason: str, part: str) -> None:
    with pytest.raises(AssertionError) as error:
        asked({"refused": [reason, part]})
    assert "something else, not " in str(error.value)
    assert part[:9] not in str(error.value)


LIE = """
import gc
(server,) = [thing for thing in gc.get_objects() if type(thing).__name__ == "Server" and hasattr(thing, "_handlers")]
server._handlers["ask"] = lambda request: {answer}
"""


@pytest.mark.parametrize(
    "answer",
    [
        "{'ok': ['float', 'nan(']}",
        "{'ok': float('nan')}",
        "{'ok': ['plain', {'x': 1}]}",
        "{'ok': ['int', 1e400]}",
        "{'ok': eval('[' * 90 + ']' * 90)}",
        "{}",
    ],
)
def test_forged_answers_of_a_real_kernel_are_bad_replies(start: Callable[..., StudentKernel], answer: str) -> None:
    submission = Submission(start(), [])
    assert submission.kernel.execute(LIE.replace("{answer}", answer), 10)["status"] == "ok"
    with pytest.raises(BadReply):
        submission.eval("1")
