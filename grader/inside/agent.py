"""Code that runs inside the student's kernel, and the plain-data format that both sides use.

This file must be self-contained: its text also runs on its own. `encode` and `decode` serve the trusted side as well,
where `decode` accepts only whitelisted, bounded, plain data. Nothing that happens in the kernel is trusted.
"""

import base64
import marshal
import math
from collections.abc import Callable
from typing import Any

BUILTINS = globals()["__builtins__"] = dict(globals()["__builtins__"])  # the student's code can change the others
DTYPES = frozenset(f"<{kind}{size}" for kind in "iuf" for size in (2, 4, 8)) | {"|b1", "|i1", "|u1"}
MAX_DEPTH = 8
MAX_ITEMS = 10_000
MAX_BYTES = 16 * 1024 * 1024


class Refused(TypeError):
    """A value is not plain data: the reason as a short code, and the name of a type where it adds something."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


def encode(value: Any, depth: int = 0) -> list[Any]:
    """Return a value as nested lists that JSON can carry.

    Raises:
        Refused: the value is not plain data (numbers, text, arrays, tensors, lists, tuples, dicts of these).
    """
    import numpy

    if depth > MAX_DEPTH:
        raise Refused("depth")
    if hasattr(value, "detach") and hasattr(value, "numpy"):
        value = _array_of(value.detach().cpu())
    if value is None or type(value) is bool:
        return ["plain", value]
    if type(value) is str:
        return ["plain", _valid_text(value)]
    if type(value) is int:
        return ["int", hex(value)]
    if type(value) is float:
        return ["float", value.hex()]
    if isinstance(value, (numpy.ndarray, numpy.generic)):
        return _encode_array(numpy.asarray(value))
    if isinstance(value, (list, tuple)):
        return ["list", [encode(item, depth + 1) for item in value]]
    if isinstance(value, dict):
        return ["dict", [[_valid_text(str(key)), encode(item, depth + 1)] for key, item in value.items()]]
    raise Refused("type", type(value).__name__)


def _array_of(tensor: Any) -> Any:
    try:
        return tensor.numpy()
    except TypeError:  # numpy has no such dtype
        raise Refused("dtype", str(tensor.dtype)) from None


def _valid_text(text: str) -> str:
    """Return the text if it has no lone surrogates, which no message can carry."""
    try:
        return text.encode("utf-8").decode("utf-8")
    except UnicodeError:
        raise Refused("surrogates") from None


def _encode_array(array: Any) -> list[Any]:
    if array.nbytes > MAX_BYTES:
        raise Refused("size")
    array = array.astype(array.dtype.newbyteorder("<"), order="C", copy=False)
    if array.dtype.str not in DTYPES:
        raise Refused("dtype", str(array.dtype))
    return ["array", array.dtype.str, list(array.shape), base64.b64encode(array.tobytes()).decode("ascii")]


def decode(tree: Any, depth: int = 0) -> Any:
    """Return the value that `encode` made into nested lists.

    Raises:
        ValueError: the tree is not of that form, or holds more than the limits allow.
    """
    if depth > MAX_DEPTH or type(tree) is not list or len(tree) < 2 or type(tree[0]) is not str:
        raise ValueError("malformed answer")
    kind, body = tree[0], tree[1]
    if kind == "array" and len(tree) == 4:
        return _decode_array(*tree[1:])
    if len(tree) != 2:
        raise ValueError("malformed answer")
    if kind == "plain" and (body is None or type(body) is bool):
        return body
    if kind == "plain" and type(body) is str:
        return body.encode("utf-8").decode("utf-8")  # a ValueError for lone surrogates
    if kind == "int" and type(body) is str and len(body) <= 40:
        return int(body, 16)
    if kind == "float" and type(body) is str and len(body) <= 40:
        try:
            return float.fromhex(body)
        except OverflowError:
            raise ValueError("malformed answer") from None
    if kind in ("list", "dict") and type(body) is list and len(body) <= MAX_ITEMS:
        if kind == "list":
            return [decode(item, depth + 1) for item in body]
        return _decode_dict(body, depth)
    raise ValueError("malformed answer")


def _decode_dict(pairs: list[Any], depth: int) -> dict[str, Any]:
    if any(type(pair) is not list or len(pair) != 2 or type(pair[0]) is not str for pair in pairs):
        raise ValueError("malformed answer")
    return {key.encode("utf-8").decode("utf-8"): decode(item, depth + 1) for key, item in pairs}


def _decode_array(dtype: Any, shape: Any, text: Any) -> Any:
    import numpy

    if type(dtype) is not str or dtype not in DTYPES or type(text) is not str:
        raise ValueError("malformed array")
    if type(shape) is not list or len(shape) > MAX_DEPTH or any(type(n) is not int or n < 0 for n in shape):
        raise ValueError("malformed array")
    size = math.prod(shape) * numpy.dtype(dtype).itemsize
    if size > MAX_BYTES or len(text) > 4 * MAX_BYTES // 3 + 4:
        raise ValueError("the answer is too large")
    data = base64.b64decode(text, validate=True)
    if len(data) != size:
        raise ValueError("malformed array")
    return numpy.frombuffer(data, dtype=dtype).reshape(shape).copy()


def answer(request: dict[str, Any], student: dict[str, Any], put: Callable[..., Any]) -> dict[str, Any]:
    """Answer one request over the student's globals; the outcome as nested lists.

    Args:
        request: a question as `grader.kernel.question` compiles it, its inputs, a seed for the global generators or
            None, and the names of builtins that the student's code was to define.
        student: the globals.
        put: puts a question where it is answered, see clean_room.py.
    """

    def question() -> dict[str, Any]:
        value = _evaluate(request, decode(request["inputs"]), student)
        try:
            return {"ok": encode(value)}
        except Refused as error:
            return {"refused": [error.reason, str(error.detail)[:100]]}

    try:
        return dict(put(question, request["seed"]))
    except BaseException as error:  # SystemExit and KeyboardInterrupt are a student's errors too
        return {"error": _describe(error)}


def _evaluate(request: dict[str, Any], inputs: dict[str, Any], student: dict[str, Any]) -> Any:
    """Return the value of a question's last expression; of the student's names it sees those that it mentions.

    A builtin is Python's own unless it was asked for.
    """
    mentioned = set(request["names"])
    seen = (mentioned - BUILTINS.keys()) | (mentioned & set(request["asks"]))
    space = {name: student[name] for name in seen if name in student}
    space |= {"__name__": "__main__", "__builtins__": dict(BUILTINS), **inputs}
    statements, expression = marshal.loads(base64.b64decode(request["program"]))
    exec(statements, space)
    return eval(expression, space)


def _describe(error: BaseException) -> dict[str, str]:
    """Return the type, text and deepest line of the student's own of an error; the other side decides what is shown."""
    import linecache

    line, frame = "", error.__traceback__
    while frame is not None:
        name = frame.tb_frame.f_code.co_filename
        if "ipykernel_" in name or name.startswith("<ipython-input"):
            line = linecache.getline(name, frame.tb_lineno).strip()
        frame = frame.tb_next
    said = {"type": type(error).__name__, "text": text_of(error)[:300], "line": line[:200]}
    return {key: text.encode("utf-8", "replace").decode("utf-8") for key, text in said.items()}


def text_of(error: BaseException) -> str:
    """Return the text of an error of a student's; empty where making it raises another."""
    try:
        return str(error)
    except BaseException:
        return ""
