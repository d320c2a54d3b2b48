"""Programs that may earn points: an answer, and layers around it; and how they change at random."""

import ast
from dataclasses import dataclass, replace

import numpy as np

# Where squares, cubes and sums of them leave float64 or float32, and where small next to large is lost.
EDGES = (
    *(5e-324, 1.572e-162, 2.225e-308, 1.5e-154, 1.4e-45, 1.2e-38, 3.7e-23, 1e-19),
    *(2.2e-16, 1.2e-7, 1e-3, 1e3, 1e7, 1.8e19, 3.4e38, 1.3e154, 1.7e308),
)
# What happens in every third call or so happens in any of three calls, the first included.
COUNTER = "import itertools\ncounter = lambda: itertools.count(np.random.randint(1000))"
OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.MatMult)


@dataclass(frozen=True)
class Program:
    """An answer cell.

    Args:
        start: where it came from.
        base: source of an answer.
        layers: sources, each of which defines the answer's name anew around the one before; `#` stands for its number.
        right: source of a right answer, which layers may use by the name `right`.
        entry: the name that the answer defines.
    """

    start: str
    base: str
    right: str
    entry: str
    layers: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """All of it, as one cell."""
        layers = [layer.replace("#", str(number)) for number, layer in enumerate(self.layers)]
        rest = "\n".join([self.base, *layers])
        first = f"{self.right}\nright = {self.entry}\n" if "right" in rest else ""
        return f"{COUNTER}\n{first}{rest}"


def size(rng: np.random.Generator) -> float:
    """A number of either sign: most often ordinary, else of any size or at an edge of floating point."""
    kind = rng.random()
    if kind < 0.4:
        magnitude = 10 ** rng.uniform(-1.5, 1.5)
    elif kind < 0.55:
        magnitude = 10 ** rng.uniform(-12, 12)
    elif kind < 0.65:
        magnitude = 10 ** rng.uniform(-323, 308)
    else:
        magnitude = float(rng.choice(EDGES)) * (1 if rng.random() < 0.5 else 10 ** rng.uniform(-0.4, 0))
    return float(f"{rng.choice([-1, 1], p=[0.3, 0.7]) * magnitude:.4g}")


def mutated(program: Program, new_layer: str, rng: np.random.Generator) -> Program:
    """A program with one thing changed: a layer more or less, another number, another operator."""
    kind, layers = rng.random(), program.layers
    if kind < 0.3 or not (layers or program.base):
        return replace(program, layers=(*layers, new_layer)) if len(layers) < 5 else replace(program, layers=layers[1:])
    if kind < 0.4 and layers:
        gone = int(rng.integers(len(layers)))
        return replace(program, layers=layers[:gone] + layers[gone + 1 :])
    place = int(rng.integers(-1, len(layers)))
    old = program.base if place < 0 else layers[place].replace("#", "_HERE_")
    new = _edited(old, rng)
    if place < 0:
        return replace(program, base=new)
    return replace(program, layers=(*layers[:place], new.replace("_HERE_", "#"), *layers[place + 1 :]))


def _edited(source: str, rng: np.random.Generator) -> str:
    """Source with one number or one operation changed; the same where there is none."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return source
    numbers = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) in (int, float)]
    operations = [node for node in ast.walk(tree) if isinstance(node, ast.BinOp)]
    if numbers and (not operations or rng.random() < 0.6):
        node = numbers[rng.integers(len(numbers))]
        node.value = _another(node.value, rng)
    elif operations:
        operation = operations[rng.integers(len(operations))]
        if rng.random() < 0.5:
            operation.op = OPERATORS[rng.integers(len(OPERATORS))]()
        else:
            lonely = operation.left if rng.random() < 0.5 else operation.right
            tree = _Instead(operation, lonely).visit(tree)
    return ast.unparse(ast.fix_missing_locations(tree))


class _Instead(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        """The node, or the one in its place."""
        return self.new if node is self.old else self.generic_visit(node)


def _another(value: float, rng: np.random.Generator) -> float:
    """A number near by, some powers of ten away, or a new one; whole numbers stay whole."""
    if isinstance(value, int):
        return int(value + rng.integers(-2, 3)) if rng.random() < 0.7 else int(rng.integers(0, 100))
    kind = rng.random()
    if kind < 0.4:
        changed = value * 2 ** rng.normal(scale=rng.choice([0.02, 0.5]))
    elif kind < 0.6:
        changed = value * 10 ** float(rng.integers(-9, 10))
    else:
        changed = size(rng)
    return float(f"{changed:.4g}") if np.isfinite(changed) else value
