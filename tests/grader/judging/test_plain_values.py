"""What runs in a student's kernel before a question trusts no method of the student's own."""

import numpy as np
import pytest
import torch

from grader.judging.plain_values import GRADIENTS, PLAIN


@pytest.fixture(scope="module")
def code() -> dict:
    """What the kernel has once both sources have run."""
    space: dict = {}
    exec(PLAIN + GRADIENTS, space)
    return space


class Lying(torch.Tensor):
    """A tensor that says something else than it holds, wherever it is asked itself."""

    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        return torch.zeros(1)

    def __array__(self, *_, **__):
        return np.zeros(1)

    def numpy(self, *_, **__):
        return np.zeros(1)

    detach = cpu = numpy


@pytest.mark.parametrize(
    ("value", "array"),
    [
        (torch.tensor([1.0, 2.0], requires_grad=True), [1, 2]),
        (torch.tensor([1, 2], dtype=torch.float64), [1, 2]),
        (torch.tensor([1.0, 2.0]).as_subclass(Lying), [1, 2]),
        (np.array([1, 2]), [1, 2]),
        (np.float64(3), 3),
        ([[1, 2], (3, 4)], [[1, 2], [3, 4]]),
        (3.5, 3.5),
        (True, True),
        (torch.tensor([1j]), [1j]),
    ],
)
def test_numbers_of_any_kind_become_an_array(code, value, array):
    found = code["plain"](value)
    assert type(found) is np.ndarray
    assert np.array_equal(found, array)
    assert found.dtype == ("float32" if found.dtype.kind == "f" else found.dtype)


def test_the_precision_that_is_asked_for_is_kept_and_overflow_does_not_warn(code):
    assert code["plain"](1e300, "float64") == 1e300
    assert np.isinf(code["plain"](1e300))


@pytest.mark.parametrize("value", [None, "text", {"a": 1}, object, [[1], [1, 2]], [torch.ones(2), "x"]])
def test_anything_else_is_returned_as_it_is(code, value):
    found = code["plain"](value)
    assert found is value or found.dtype.kind not in "fiu"


def test_a_class_that_claims_to_be_a_tensor_is_none(code):
    class Claims:
        __class__ = torch.Tensor

    assert not code["is_tensor"](Claims())
    assert code["is_tensor"](torch.nn.Parameter(torch.ones(1)))


def test_a_property_is_that_of_the_tensor_itself(code):
    class Shaped(Lying):
        shape = (9, 9)
        requires_grad = True

    lying = torch.ones(2).as_subclass(Shaped)
    assert tuple(code["property_of"]("shape", lying)) == (2,)
    assert code["property_of"]("requires_grad", lying) is False


def test_gradients_are_those_of_the_weighted_sum_and_zero_where_nothing_leads(code):
    used, unused = torch.ones(2, requires_grad=True), torch.ones(3, requires_grad=True)
    fixed = torch.ones(1)
    output = 3 * used
    slopes = code["gradients"](output, [used, unused, fixed], np.array([1.0, 2.0], "float32"))
    assert [slope.tolist() for slope in slopes] == [[3, 6], [0, 0, 0], [0]]
    assert [slope.tolist() for slope in code["gradients"](output, [used])] == [[3, 3]]


@pytest.mark.parametrize("output", [torch.ones(2), 3.0, None])
def test_of_what_depends_on_nothing_all_gradients_are_zero(code, output):
    parameter = torch.ones(2, requires_grad=True)
    assert [slope.tolist() for slope in code["gradients"](output, [parameter])] == [[0, 0]]


def test_weights_of_another_shape_give_zeros(code):
    parameter = torch.ones(2, requires_grad=True)
    [slope] = code["gradients"](2 * parameter, [parameter], np.ones(3, "float32"))
    assert slope.tolist() == [0, 0]
