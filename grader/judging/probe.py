"""Evaluates a student's torch network at parameter values that the hidden test sets.

The network's own claims are not trusted: its parameters are set to values drawn here and read back with torch's own
functions, and the expected outputs are computed from these values.
"""

import math
from collections.abc import Sequence
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from grader.judging.compare import assert_bounded, fail, finite_arrays
from grader.judging.plain_values import GRADIENTS, PLAIN
from grader.kernel.submission import Submission

MOST_ARRAYS, MOST_NUMBERS, WIDEST, MOST_AXES = 12, 100_000, 512, 8  # of parameters; larger networks are not graded
LARGEST_OUTPUT = 1e12
HINT = "Does the network map (n, 2) to (n, 2), and does parameters() find its weights and biases?"

START = """
import itertools
def sort_of(network):
    # Dtype and device of the first parameter with real numbers: what a network can be given.
    for parameter in itertools.islice(network.parameters(), most):
        if is_tensor(parameter) and property_of("dtype", parameter) in (torch.float32, torch.float64):
            return {{name: property_of(name, parameter) for name in ("dtype", "device")}}
    return {{"dtype": torch.get_default_dtype()}}
network = {network}
sort = sort_of(network)
network(torch.tensor(x, **sort))  # a dry run, which initializes lazy layers
parameters = list(itertools.islice(network.parameters(), most + 1))
"""
SHAPES = "[list(torch.Tensor.size(parameter)) for parameter in parameters]"
ANSWERS = """
def write(parameter, value):
    with torch._C.DisableTorchFunctionSubclass(), torch.no_grad():
        torch.Tensor.copy_(parameter, torch.tensor(value))
def outputs():
    if mixtures is not None:  # the same random numbers in all calls
        torch.default_generator.manual_seed(seed)
    return network(torch.tensor(x, **sort))
answers = []
for values, directions, moves in settings:
    for parameter, value in zip(parameters, values):
        write(parameter, value)
    output = outputs()
    answers += [plain(parameter) for parameter in parameters] + [plain(output)]
    if mixtures is not None:
        slopes = [gradients(output, parameters, mixture) for mixture in mixtures]
        answers.append(numpy.array([[(a * b).sum() for a, b in zip(row, directions)] for row in slopes]))
    for place, share in moves:
        write(parameters[place], values[place] + numpy.float32(share) * directions[place])
        answers.append(plain(outputs()))
        write(parameters[place], values[place])
answers
"""


class Setting(NamedTuple):
    """Values of all parameters, a direction for each, and moves (place, share): one parameter by share * direction."""

    values: list[np.ndarray]
    directions: list[np.ndarray]
    moves: list[tuple[int, float]]


class Found(NamedTuple):
    """Outputs at a setting, directional derivatives with a row for each mixture, and outputs after each single move."""

    output: np.ndarray
    slopes: np.ndarray | None
    moved: list[np.ndarray]


class Probe:
    """A student's network, given by the expression that creates it, and the inputs (n, d) at which it is evaluated.

    `full` are the shapes of its parameters, `shapes` the same without axes of length 1.

    Raises:
        AssertionError: it has no parameters, they are not tensors, or they are too many or too large.
    """

    def __init__(self, submission: Submission, network: str, x: np.ndarray) -> None:
        self.submission, self.x = submission, x.astype(np.float32).astype(np.float64)
        self.start = PLAIN + START.format(network=network)
        self.full = self._shapes()
        self.shapes = [tuple(size for size in full if size != 1) for full in self.full]

    def _shapes(self) -> list[tuple[int, ...]]:
        answer = self.submission.eval(self.start + SHAPES, x=self.x, most=MOST_ARRAYS)
        if not isinstance(answer, list) or not all(_is_shape(sizes) for sizes in answer):
            fail("The parameters", "something other than tensors of numbers", "weights and biases", HINT)
        if not answer:
            fail("The network", "no parameters", "weights and biases", HINT)
        count, widest = sum(map(math.prod, answer)), max(max(sizes, default=1) for sizes in answer)
        if len(answer) > MOST_ARRAYS or count > MOST_NUMBERS or widest > WIDEST:
            fail("The parameters", "too many, or too large for such a network", "weights and biases", HINT)
        return [tuple(sizes) for sizes in answer]

    def draw(self, rng: np.random.Generator) -> list[np.ndarray]:
        """Draw values for all parameters such that each matters for the outputs: biases twice as large as weights."""
        return [
            (scale * rng.normal(size=full)).astype(np.float32)
            for scale, full in zip(self._scales, self.full, strict=True)
        ]

    def redraw(self, values: Sequence[np.ndarray], rng: np.random.Generator) -> list[np.ndarray]:
        """Return what leads from values of all parameters to others, at least as far as the size of what is drawn.

        Two draws of the two numbers of a last bias may all but coincide, and then it would seem to be without effect.
        """
        ways = [other - value for other, value in zip(self.draw(rng), values, strict=True)]
        sizes = [np.sqrt(np.mean(np.square(way))) for way in ways]
        return [
            way * np.float32(max(1.0, scale / size)) for way, size, scale in zip(ways, sizes, self._scales, strict=True)
        ]

    @property
    def _scales(self) -> list[float]:
        return [0.15 if len(shape) > 1 else 0.3 for shape in self.shapes]

    def squeezed(self, values: Sequence[np.ndarray]) -> list[np.ndarray]:
        """Return the values as a reference implementation takes them: float64, without axes of length 1."""
        return [value.astype(np.float64).reshape(shape) for value, shape in zip(values, self.shapes, strict=True)]

    def ask(self, settings: Sequence[Setting], due: tuple[int, ...], mixtures: np.ndarray | None = None) -> list[Found]:
        """Return the outputs, of shape `due`, at each setting, and the derivatives of their sums weighted by mixtures.

        Raises:
            AssertionError: they have another shape, are not finite, or the parameters could not be set.
        """
        given: dict[str, Any] = {"mixtures": mixtures, "seed": 0, "settings": [list(setting) for setting in settings]}
        answer = self.submission.eval(self.start + GRADIENTS + ANSWERS, x=self.x, most=MOST_ARRAYS, **given)
        slopes = [] if mixtures is None else [(len(mixtures), len(self.full))]
        moved = [[due] * len(setting.moves) for setting in settings]
        shapes = [shape for more in moved for shape in (*self.full, due, *slopes, *more)]
        arrays = iter(finite_arrays(answer, shapes, what="The network", hint=HINT))
        return [self._found(setting, arrays, mixtures is not None) for setting in settings]

    def _found(self, setting: Setting, arrays: Any, with_slopes: bool) -> Found:
        """Return the results of one setting, read from the iterator of arrays."""
        read = list(islice(arrays, len(self.full)))
        if not all(np.array_equal(there, value) for there, value in zip(read, setting.values, strict=True)):
            hint = "Are weights and biases plain parameters, in single precision?"
            fail("The parameters", "other values than were written into them", "the same", hint)
        output = next(arrays)
        slopes = next(arrays) if with_slopes else None
        found = Found(output, slopes, list(islice(arrays, len(setting.moves))))
        for outputs in (found.output, *found.moved):
            assert_bounded(outputs, LARGEST_OUTPUT, what="The output", hint="What is done to it at the end?")
        return found


def _is_shape(sizes: object) -> bool:
    return isinstance(sizes, list) and len(sizes) <= MOST_AXES and all(type(n) is int and n > 0 for n in sizes)
