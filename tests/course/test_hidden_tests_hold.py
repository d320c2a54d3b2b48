"""Whatever numbers come back, a hidden test passes or fails: it never breaks, and it never warns.

Right answers are asked once; then what they answered is changed on its way, and the same test judges it again.
"""

import ast
import copy
import importlib.util
import inspect
import math
from pathlib import Path

import numpy as np
import pytest

from grader.bank.answers import read_answer
from grader.errors import AnswerError
from grader.judging.compare import MESSAGE_LIMIT
from grader.kernel.submission import checked

TESTS = Path(__file__).parents[1]
ANSWERS = {
    ("hw3", "score"): "score_einsum",
    ("hw3", "langevin"): "langevin_randn",
    ("hw3", "scorenet"): "scorenet_sequential",
    ("hw3", "loss"): "loss_mse",
    ("hw3", "sampler"): "sampler_no_grad",
    ("warmup", "logdensity"): "logdensity_cholesky",
    ("warmup", "gradient"): "gradient_axis_loop",
}
EXTREMES = [
    math.nan,
    math.inf,
    -math.inf,
    0.0,
    -0.0,
    5e-324,
    1e-310,
    -1e-162,
    1e-12,
    1.0,
    1e12,
    1e162,
    -1e300,
    1.79e308,
]


def load(path):
    spec = importlib.util.spec_from_file_location(f"judged_{path.parent.name}_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def hidden(assignment, task):
    path = TESTS / assignment / f"test_{task}.py"
    names = [node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
    return [name for name in names if name.startswith("test_")]


CASES = [(*key, test) for key in ANSWERS for test in hidden(*key)]


class Changed:
    """A submission that answers as another did, but for what `change` makes of one of the answers."""

    def __init__(self, answers, changed, change):
        self.answers, self.changed, self.change = iter(enumerate(answers)), changed, change

    def eval(self, source, *, shape=None, **inputs):
        number, answer = next(self.answers, (None, 0.0))
        value = self.change(copy.deepcopy(answer)) if number == self.changed else answer
        return value if shape is None else checked(value, shape)


class Kept:
    """A submission that keeps what it answers."""

    def __init__(self, submission):
        self.submission, self.answers = submission, []

    def eval(self, source, *, shape=None, **inputs):
        self.answers.append(self.submission.eval(source, **inputs))
        return self.answers[-1] if shape is None else checked(self.answers[-1], shape)


def arrays_of(value):
    if isinstance(value, list):
        return [array for item in value for array in arrays_of(item)]
    return [value] if isinstance(value, np.ndarray) else []


def changes(rng):
    """What may become of an answer: its numbers, their shapes, their number, their kinds."""

    def everywhere(array, extreme):
        array[...] = extreme

    def somewhere(array, extreme):
        array[rng.random(array.shape) < 0.1] = extreme

    def times(array, extreme):
        with np.errstate(all="ignore"):
            array[...] = (array * extreme).astype(array.dtype)

    def numbers(act, extreme, one):
        def change(value):
            arrays = [array for array in arrays_of(value) if array.dtype.kind == "f" and array.size]
            for array in [arrays[rng.integers(len(arrays))]] if one and arrays else arrays:
                with np.errstate(all="ignore"):
                    act(array, extreme)
            return value

        return change

    def inside(act):
        def change(value):
            if not isinstance(value, list):
                return act(value)
            place = rng.integers(len(value)) if value else 0
            return [change(item) if number == place else item for number, item in enumerate(value)]

        return change

    for extreme in EXTREMES:
        act = (everywhere, somewhere, times)[rng.integers(3)]
        yield numbers(act, extreme, bool(rng.integers(2)))
    yield from (
        lambda value, other=other: other for other in (None, "text", [], {}, 1.0, True, 10**30, [[]], [None] * 3)
    )
    yield from (inside(lambda value, other=other: other) for other in (None, "text", [], {}, 1.0, 2, True, 10**30, -1))
    yield inside(lambda value: np.ones((1, 2, 3)))
    yield inside(lambda value: np.ones(0))
    yield inside(lambda value: np.full(np.shape(value), True))
    yield lambda value: value[:-1] if isinstance(value, (list, np.ndarray)) and np.ndim(value[:0]) else value
    yield lambda value: [*value, value] if isinstance(value, list) else [value]


def judge(assignment, task, test, submission):
    """Have one hidden test judge a submission."""
    reference, judged = (load(TESTS / assignment / f"{name}.py") for name in ("reference", f"test_{task}"))
    function = inspect.unwrap(getattr(judged, test))
    given = {"submission": submission, "rng": np.random.default_rng(5), "reference": reference}
    function(**{name: given[name] for name in inspect.signature(function).parameters})


def answered(assignment, task, before=""):
    """A submission with a right answer, after some code."""
    source = read_answer(TESTS / "answers" / assignment / task / "right" / f"{ANSWERS[assignment, task]}.py").source
    return load(TESTS / "soak" / "local.py").LocalSubmission(f"{before}\n{source}")


@pytest.mark.parametrize(("assignment", "task", "test"), CASES)
def test_names_of_python_itself_that_a_student_gave_to_other_things_cost_nothing(assignment, task, test):
    others = "iter = next = type = getattr = issubclass = isinstance = tuple = list = zip = float = len = 0"
    judge(assignment, task, test, answered(assignment, task, others))


@pytest.mark.parametrize(("assignment", "task", "test"), CASES)
def test_whatever_comes_back_a_hidden_test_ends_with_a_pass_or_a_message(assignment, task, test):
    kept = Kept(answered(assignment, task))
    judge(assignment, task, test, kept)
    rng = np.random.default_rng(7)
    messages = []
    for number in {0, len(kept.answers) // 2, len(kept.answers) - 1}:
        for change in changes(rng):
            try:
                judge(assignment, task, test, Changed(kept.answers, number, change))
            except (AssertionError, AnswerError) as error:
                messages.append(str(error))
    assert len(messages) > 20
    assert [text for text in messages if not 0 < len(text) <= MESSAGE_LIMIT] == []
