"""A question put to code in this process, as a kernel puts it."""

from typing import Any

from grader.inside.agent import answer, decode, encode
from grader.inside.clean_room import put
from grader.kernel.question import compiled


def ask(
    source: str,
    student: dict[str, Any] | None = None,
    seed: int | None = None,
    asks: tuple[str, ...] = (),
    **inputs: object,
) -> object:
    """Return what a question comes to, over some globals of a student's."""
    request = {**compiled(source), "inputs": encode(inputs), "seed": seed, "asks": list(asks)}
    return decode(answer(request, student or {}, put)["ok"])
