"""Numbers and shapes in words, so coarse that a student's page carries nothing hidden in them."""

import math
from collections.abc import Sequence

LEAST, MOST = 1e-3, 1e3  # sizes that are told as numbers
MOST_AXES = 4


def amount(value: float) -> str:
    """A number to two significant digits where its size is between a thousandth and a thousand, in words beyond."""
    if math.isnan(value):
        return "no number"
    if value == 0:
        return "0"
    if abs(value) < LEAST:
        return "next to nothing"
    if abs(value) > MOST:
        return "more than a thousand" if value > 0 else "less than minus a thousand"
    return f"{float(f'{value:.2g}'):g}"


def shape(got: Sequence[int], expected: Sequence[int] = ()) -> str:
    """A shape that came: sizes from 0 to 3 and those that are expected as numbers, others and further axes as dots."""
    known = {0, 1, 2, 3, *expected}
    sizes = [str(size) if size in known else "..." for size in got[:MOST_AXES]] + ["..."] * (len(got) > MOST_AXES)
    return f"({', '.join(sizes)}{',' * (len(sizes) == 1)})"
