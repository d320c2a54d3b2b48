"""What a lying kernel may send, drawn at random: sound messages with parts exchanged, bytes changed."""

import base64
import json
import math
from random import Random
from typing import Any

import numpy as np
from hypothesis import strategies as st

from grader.inside.agent import DTYPES, encode
from grader.inside.channel import HEAD
from grader.kernel.outputs import PNG

DEEP: Any = []
for _ in range(400):
    DEEP = [DEEP]
NUMBERS = [0, 1, -1, 2, 10**6, 2**31, 2**63, 10**40, 0.5, math.nan, math.inf, -0.0]
WORDS = ["", "ok", "plain", "array", "<f8", "|O", "0x1", "inf", "nan", "\ud800", "\x1b[2J", "<b>", "5.3", "9" * 500]
LEAVES = [None, True, False, *NUMBERS, *WORDS, DEEP]
SHAPES = [None, None, None, None, (), (2,), (2, 3), (0,)]
BYTES = [b"", b"\0", b"\xff", b"[", b"{", b'"', b"\x02", b"\x04", b"\x80"]


def anything(random: Random, depth: int = 0) -> Any:
    """Any JSON, mostly small."""
    way = random.randrange(8) if depth < 4 else 2
    if way == 0:
        return [anything(random, depth + 1) for _ in range(random.randrange(4))]
    if way == 1:
        return {random.choice(WORDS): anything(random, depth + 1) for _ in range(random.randrange(4))}
    return random.choice(LEAVES)


def edited(tree: Any, random: Random) -> Any:
    """A tree in which one part, any, is exchanged, left out or doubled."""
    inside = list(tree) if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    if not inside or random.randrange(5) == 0:
        return anything(random)
    place = random.choice(inside)
    tree = tree.copy()
    way = random.randrange(7)
    if way == 0:
        del tree[place]
    elif way == 1 and isinstance(tree, list):
        tree.insert(place, tree[place])
    else:
        tree[place] = edited(tree[place], random)
    return tree


def mutated(tree: Any, random: Random, most: int = 3) -> Any:
    """A tree with a few edits, or none."""
    for _ in range(random.randint(0, most)):
        tree = edited(tree, random)
    return tree


def mangled(data: bytes, random: Random) -> bytes:
    """Bytes of which a few are changed, taken out, put in or said twice, or none."""
    for _ in range(random.choice([0, 0, 1, 1, 2, 3])):
        start = random.randint(0, len(data))
        stop = min(len(data), start + random.choice([0, 1, 1, 2, 8, 1000]))
        instead = random.choice([*BYTES, data[start:stop] * 2, random.randbytes(random.randrange(9))])
        data = data[:start] + instead + data[stop:]
    return data


@st.composite
def arrays(draw: st.DrawFn) -> np.ndarray:
    """An array of any type that may cross, of few numbers."""
    shape = draw(st.sampled_from([(), (2,), (2, 3), (0,), (1, 1, 1)]))
    size = math.prod(shape) * np.dtype(dtype := draw(st.sampled_from(sorted(DTYPES)))).itemsize
    data = draw(st.binary(min_size=size, max_size=size))
    if dtype == "|b1":
        data = bytes(byte & 1 for byte in data)
    return np.frombuffer(data, dtype).reshape(shape)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**99), 2**99) | st.floats() | st.text(max_size=9) | arrays(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
ERRORS = st.fixed_dictionaries({name: st.text(max_size=40) for name in ("type", "text", "line")})
OUTCOMES = (
    VALUES.map(lambda value: {"ok": encode(value)})
    | st.text(max_size=40).map(lambda text: {"refused": text})
    | ERRORS.map(lambda error: {"error": error})
)


REPLIES = OUTCOMES.map(lambda outcome: {**outcome, "number": 1})


PICTURE = base64.b64encode(PNG + b"rest").decode()
BUNDLES = st.fixed_dictionaries(
    {},
    optional={
        "text/plain": st.text(max_size=9),
        "text/html": st.just("<script>alert(1)</script>"),
        "image/png": st.sampled_from([PICTURE, "x' onerror='alert(1)"]),
        "image/svg+xml": st.just("<svg onload='alert(1)'/>"),
    },
)
SHOWN = st.fixed_dictionaries(
    {"data": BUNDLES, "metadata": st.just({}), "execution_count": st.just(1)},
    optional={"transient": st.just({"display_id": "one"})},
)
HANDLE = {"data": {"text/plain": "x"}, "metadata": {}, "transient": {"display_id": "one"}}
LARGE = st.sampled_from([1, 40, 3000]).map(lambda count: "x" * count)
CONTENTS = {
    "stream": st.fixed_dictionaries(
        {"name": st.sampled_from(["stdout", "stderr"]), "text": LARGE | st.text(max_size=9)}
    ),
    "display_data": SHOWN,
    "execute_result": SHOWN,
    "update_display_data": LARGE.map(lambda text: {**HANDLE, "data": {"text/plain": text}}),
    "error": st.fixed_dictionaries({"ename": LARGE, "evalue": LARGE, "traceback": st.lists(LARGE, max_size=4)}),
    "clear_output": st.fixed_dictionaries({"wait": st.booleans()}),
    "execute_input": st.fixed_dictionaries({"code": LARGE, "execution_count": st.integers(0, 9)}),
    "status": st.fixed_dictionaries({"execution_state": st.just("busy")}),
    "comm_open": st.just({"comm_id": "1", "data": {}, "target_name": "x"}),
}


KIND = st.sampled_from(sorted(CONTENTS))
CELLS = st.lists(KIND.flatmap(lambda kind: st.tuples(st.just(kind), CONTENTS[kind])), max_size=6)


def forged_outputs(sound: list[tuple[str, Any]], random: Random) -> list[tuple[str, Any]]:
    """Kinds and contents of messages about a cell, now and then many with the same handle first."""
    sent = [("display_data", HANDLE)] * random.choice([0, 0, 1, 40])
    for kind, content in sound:
        altered = mutated(content, random, 1)
        if isinstance(altered, dict):  # no connection hands on others
            sent.append((random.choice([kind] * 9 + ["x"]), altered))
    return json.loads(json.dumps(sent))  # type: ignore[no-any-return]


def framed(message: Any) -> bytes:
    """A message as it goes along a line."""
    data = json.dumps(message).encode("utf-8", "surrogatepass")
    return HEAD.pack(len(data)) + data


MESSAGES = KIND.flatmap(lambda kind: st.tuples(st.just(kind), CONTENTS[kind]).map(list))
LAST = REPLIES.map(lambda reply: ["reply", reply])
STREAMS = st.tuples(st.lists(MESSAGES, max_size=4), LAST).map(lambda sent: [*sent[0], sent[1]])


def forged_stream(sound: list[Any], random: Random) -> bytes:
    """Messages on a line, with parts of them or bytes of the whole not as they were, or cut short."""
    stream = b"".join(framed(mutated(message, random, random.choice([0, 0, 1]))) for message in sound)
    if random.randrange(2):
        stream = mangled(stream, random)
    return stream[: random.choice([len(stream)] * 4 + [random.randint(0, len(stream))])]
