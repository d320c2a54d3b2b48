"""Numbers and shapes in words, rounded so coarsely that they reveal nothing hidden."""

import math
from collections.abc import Sequence

LEAST, MOST = 1e-3, 1e3  # sizes that are shown as numbers
MOST_AXES = 4


def amount(value: float) -> str:
    """Return a number to two significant digits where its size is within 0.001 and 1000, in words beyond."""
    if math.isnan(value):
        return "NaN"
    if value == 0:
        return "0"
    if abs(value) < LEAST:
        return "close to zero"
    if abs(value) > MOST:
        return "more than a thousand" if value > 0 else "less than minus a thousand"
    return f"{float(f'{value:.2g}'):g}"


def shape(got: Sequence[int], expected: Sequence[int] = ()) -> str:
    """Return a shape that came: sizes that are expected, next to one, or at most 3 as numbers, others as dots."""
    sizes = [_size(size, expected) for size in got[:MOST_AXES]] + ["..."] * (len(got) > MOST_AXES)
    return f"({', '.join(sizes)}{',' * (len(sizes) == 1)})"


def _size(size: int, expected: Sequence[int]) -> str:
    if size in expected or size <= 3:
        return str(size)
    near = (f"{due} {sign} 1" for due in expected for sign, step in (("+", 1), ("-", -1)) if size == due + step)
    return next(near, "...")
