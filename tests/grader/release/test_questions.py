"""What hidden tests send to a student's kernel is recorded, each thing once, with what an answer could take of it."""

import json

import numpy as np

from grader.inside.agent import answer, encode
from grader.inside.clean_room import put
from grader.kernel.submission import Submission
from grader.release.questions import Offer, Question, Recorder, offers


def question(source: str, **inputs: object) -> Question:
    return Question(source, json.dumps(encode(inputs)))


def names(*questions: Question) -> list[tuple[str, tuple[int, ...] | None]]:
    return [(offer.name, offer.shape) for offer in offers(questions)]


def test_definitions_and_numbers_are_offered_and_modules_and_words_are_not() -> None:
    asked = question(
        "import math\ndef score(x):\n    return -x\nclass Net: ...\nlimit = 3\nscore(x)",
        x=np.ones((2, 3)),
        n=5,
        eps=0.5,
        name="text",
        flags=[1, 2],
    )
    assert names(asked) == [("score", None), ("Net", None), ("limit", None), ("x", (2, 3)), ("n", ()), ("eps", ())]


def test_the_same_thing_is_offered_once_and_another_of_its_name_again() -> None:
    one, other = question("def f(x):\n    return x\nf(1)", n=5), question("def f(x):\n    return 2 * x\nf(1)", n=6)
    assert names(one, one) == [("f", None), ("n", ())]
    assert names(one, other) == [("f", None), ("n", ()), ("f", None)]
    assert [offer.question for offer in offers([one, other])] == [one, one, other]


def test_an_array_of_another_shape_is_another_offer() -> None:
    assert names(question("x", x=np.ones(2)), question("x", x=np.ones(3)), question("x", x=np.zeros(3))) == [
        ("x", (2,)),
        ("x", (3,)),
    ]


def test_what_python_cannot_read_offers_its_inputs_alone() -> None:
    assert offers([question("def f(:", n=1)])[-1] == Offer("n", question("def f(:", n=1), ())


class Kernel:
    """A kernel of this process, in which a question is answered."""

    alive, spent, scaled = True, False, staticmethod(float)

    def fork(self, name: str = "") -> "Kernel":
        return self

    def order_fork(self) -> None: ...

    def request(self, kind: str, content: dict, seconds: float) -> dict:
        return answer(content, {}, put)

    def close(self) -> None: ...

    def __init__(self) -> None:
        self.seen: dict = {}


def test_a_recorder_answers_as_a_submission_and_keeps_questions_and_shapes() -> None:
    recorder = Recorder(Submission(Kernel(), []))  # type: ignore[arg-type]
    assert recorder.eval("[1, [2.5, 'text']]") == [1, [2.5, "text"]]
    assert recorder.eval("import numpy\nnumpy.ones((2, 3))", factor=2).shape == (2, 3)
    assert recorder.shapes == {(), (2, 3)}
    assert [question.source for question in recorder.questions] == [
        "[1, [2.5, 'text']]",
        "import numpy\nnumpy.ones((2, 3))",
    ]
