"""The plain data that cross between grader and kernel: what may pass does so unchanged, all else is refused."""

import json
import math

import numpy as np
import pytest
import torch

from grader.inside.agent import DTYPES, MAX_BYTES, MAX_DEPTH, answer, decode, encode
from grader.inside.clean_room import put
from grader.kernel.question import compiled


def across(value: object) -> object:
    """What becomes of a value on its way through JSON."""
    return decode(json.loads(json.dumps(encode(value))))


@pytest.mark.parametrize(
    "value",
    [None, True, False, 0, -7, 2**100, "", "Übung \u2028 \x00", 0.1, -0.0, 1e308, 5e-324, math.inf, [], [[], {}]],
    ids=repr,
)
def test_when_plain_data_cross_then_value_and_type_stay(value):
    got = across(value)
    assert got == value
    assert type(got) is type(value)
    assert str(got) == str(value)


def test_when_not_a_number_crosses_then_it_stays_so():
    assert math.isnan(across(math.nan))


@pytest.mark.parametrize("dtype", sorted(DTYPES))
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 3, 4)], ids=str)
def test_when_an_array_crosses_then_dtype_shape_and_bytes_stay(dtype, shape):
    rng = np.random.default_rng(0)
    array = rng.integers(0, 2, shape).astype(dtype) if dtype == "|b1" else (100 * rng.normal(size=shape)).astype(dtype)
    got = across(array)
    assert (got.dtype, got.shape) == (array.dtype, shape)
    assert got.tobytes() == array.tobytes()
    assert got.flags.writeable


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6.0).astype(">f8"),
        np.arange(6).astype(">i2").reshape(2, 3),
        np.arange(12.0).reshape(3, 4).T,
        np.arange(12)[::-2],
        np.asfortranarray(np.arange(12.0).reshape(3, 4)),
        np.broadcast_to(np.float32(2), (2, 3)),
        np.array([np.nan, np.inf, -np.inf, -0.0]),
    ],
    ids=["big endian", "big endian integers", "transposed", "strided", "Fortran", "broadcast", "not finite"],
)
def test_when_an_array_lies_oddly_in_memory_then_its_numbers_cross(array):
    got = across(array)
    np.testing.assert_array_equal(got, array)
    assert got.dtype == array.dtype.newbyteorder("<")


@pytest.mark.parametrize(
    ("tensor", "expected"),
    [
        (torch.ones(2, 3, requires_grad=True), np.ones((2, 3), np.float32)),
        (torch.ones(2, requires_grad=True).sum(), np.float32(2)),
        (torch.nn.Parameter(torch.zeros(1, dtype=torch.float64)), np.zeros(1)),
        (torch.tensor([[True], [False]]), np.array([[True], [False]])),
        (torch.arange(6).reshape(2, 3).T, np.arange(6).reshape(2, 3).T),
        (torch.zeros(0, 2), np.zeros((0, 2), np.float32)),
    ],
    ids=["needs grad", "loss", "parameter", "bool", "transposed", "empty"],
)
def test_when_a_tensor_crosses_then_it_becomes_an_array(tensor, expected):
    got = across(tensor)
    np.testing.assert_array_equal(got, expected, strict=True)


def test_when_numpy_scalars_cross_then_they_become_arrays_without_axes():
    for scalar in (np.float64(1.5), np.int64(3), np.bool_(True), np.float32(0.1)):
        got = across(scalar)
        assert got.shape == ()
        assert got.dtype == scalar.dtype
        assert got == scalar


def test_when_nested_data_cross_then_tuples_become_lists_and_keys_text():
    got = across({"a": (1, [2.5, None]), 3: {"b": np.arange(2)}})
    assert got["a"] == [1, [2.5, None]]
    np.testing.assert_array_equal(got["3"]["b"], [0, 1])


def nested(depth: int) -> list:
    value: list = []
    for _ in range(depth):
        value = [value]
    return value


def test_when_data_are_nested_as_deep_as_allowed_then_they_cross():
    assert across(nested(MAX_DEPTH)) == nested(MAX_DEPTH)


@pytest.mark.parametrize(
    "value",
    [
        object(),
        1j,
        b"bytes",
        {1, 2},
        len,
        np.array([1j]),
        np.array([object()]),
        np.array(["text"]),
        np.array(["2024-01-01"], dtype="M8[D]"),
        np.zeros(2, dtype="f4,i4"),
        np.zeros(2, dtype=np.longdouble),
        np.broadcast_to(0.0, (MAX_BYTES // 8 + 1,)),
        torch.zeros(2, dtype=torch.bfloat16),
        torch.zeros(2, dtype=torch.complex64),
        nested(MAX_DEPTH + 1),
        [object()],
    ],
    ids=lambda value: f"{type(value).__name__} {getattr(value, 'dtype', '')}",
)
def test_when_a_value_is_no_plain_data_then_it_is_not_encoded(value):
    with pytest.raises(TypeError):
        encode(value)


def ask(source: str, student: dict | None = None, seed: int | None = None, **inputs: object) -> dict:
    request = {**compiled(source), "inputs": encode(inputs), "seed": seed, "asks": []}
    return answer(json.loads(json.dumps(request)), student or {}, put)


def test_when_a_question_ends_in_an_expression_then_its_value_is_the_answer():
    student = {"double": lambda x: 2 * x}
    assert decode(ask("y = double(x)\ny + 1", student, x=3)["ok"]) == 7
    assert "y" not in student


def test_when_the_answer_is_no_plain_data_then_the_question_is_refused_with_a_reason():
    assert ask("object()") == {"refused": ["type", "object"]}


@pytest.mark.parametrize("source", ["raise SystemExit", "1 / 0", "nowhere", "raise KeyboardInterrupt('x')\n1"])
def test_when_the_students_code_raises_then_the_answer_names_the_error(source):
    said = ask(f"{source}\n1")["error"]
    assert said["type"] in {"SystemExit", "ZeroDivisionError", "NameError", "KeyboardInterrupt"}
    assert said["line"] == ""


def test_when_a_question_has_a_seed_then_all_global_generators_repeat():
    draws = "import random, numpy, torch\n[random.random(), numpy.random.rand(), torch.rand(1)]"
    first, again, other = (decode(ask(draws, seed=seed)["ok"]) for seed in (7, 7, 2**63 - 1))
    assert first == again
    assert all(one != two for one, two in zip(first, other, strict=True))


class Mute(Exception):
    """An error that has no text."""

    def __str__(self) -> str:
        raise ValueError


def test_when_an_error_has_no_text_then_its_type_is_told_all_the_same():
    assert ask("fail()", {"fail": lambda: (_ for _ in ()).throw(Mute())})["error"] == {
        "type": "Mute",
        "text": "",
        "line": "",
    }
