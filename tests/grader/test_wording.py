"""Numbers and shapes on a student's page hold next to nothing that was not to be told."""

import math

import numpy as np
import pytest

from grader.wording import amount, shape


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (math.pi, "3.1"),
        (-0.012345, "-0.012"),
        (123.456, "120"),
        (999.9, "1000"),
        (1000.0, "1000"),
        (0.001, "0.001"),
        (0.000999, "close to zero"),
        (5e-324, "close to zero"),
        (-1e-9, "close to zero"),
        (1000.1, "more than a thousand"),
        (1e300, "more than a thousand"),
        (math.inf, "more than a thousand"),
        (-math.inf, "less than minus a thousand"),
        (math.nan, "NaN"),
        (np.float32(0.5), "0.5"),
        (37, "37"),
    ],
)
def test_amount(value, text):
    assert amount(value) == text


def test_amounts_are_few():
    values = np.concatenate([sign * np.logspace(-320, 300, 100_001) for sign in (1, -1)])
    assert len({amount(value) for value in values}) < 1100


@pytest.mark.parametrize(
    ("got", "expected", "text"),
    [
        ((64, 2), (64, 2), "(64, 2)"),
        ((2, 64), (64, 2), "(2, 64)"),
        ((31, 41), (64, 2), "(..., ...)"),
        ((0, 1, 2, 3), (), "(0, 1, 2, 3)"),
        ((1, 2, 3, 1, 2, 3), (), "(1, 2, 3, 1, ...)"),
        ((128,), (128,), "(128,)"),
        ((), (), "()"),
    ],
)
def test_shape(got, expected, text):
    assert shape(got, expected) == text
