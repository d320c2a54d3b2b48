"""Code that answers a task with something that a question of another task brought along."""

import ast
from dataclasses import dataclass
from pathlib import Path

from grader.inside import agent
from grader.release.questions import Offer
from grader.repair.source import tree

AGENT = Path(agent.__file__).read_text(encoding="utf-8")

TAKEN = '''
def _taken(source, inputs, name):
    """What a question's source defines under a name, or its input of that name; statements that fail are left."""
    import ast, json
    side, space = {{}}, dict(globals())
    exec({side!r}, side)
    space.update(side["decode"](json.loads(inputs)))
    for statement in ast.parse(source).body:
        if not isinstance(statement, ast.Expr):
            try:
                exec(compile(ast.Module([statement], []), "<question>", "exec"), space)
            except Exception:
                continue
    return space[name]

def _made(value, constant):
    """A function of it: an object of a class is called, a value is returned."""
    if constant:
        return lambda *args, **kwargs: value
    if isinstance(value, type):
        return lambda *args, **kwargs: value()(*args, **kwargs)
    if not callable(value):
        raise TypeError("neither a function nor a class")
    return value
'''


@dataclass(frozen=True, slots=True)
class Way:
    """One way to put something in the place of an answer: an expression of `value` and `function`."""

    words: str
    expression: str


AS_IT_IS = Way("in place of", "function")
NEGATED = Way("negated, in place of", "lambda *args, **kwargs: -function(*args, **kwargs)")
AS_OBJECT = Way("in place of", "value if isinstance(value, type) else lambda *args, **kwargs: function")
AS_NEGATED_OBJECT = Way(
    "negated, as what is made by", "lambda *args, **kwargs: lambda *more, **named: -function(*more, **named)"
)


@dataclass(frozen=True, slots=True)
class Target:
    """What an answer defines: a function, a class, or a method of one."""

    name: str
    method: str = ""
    is_class: bool = False

    def __str__(self) -> str:
        """As a person writes it."""
        return f"{self.name}.{self.method}" if self.method else self.name

    def ways(self, offer: Offer) -> tuple[Way, ...]:
        """In which ways something can be put there."""
        return (AS_OBJECT, AS_NEGATED_OBJECT) if self.is_class else (AS_IT_IS, NEGATED)


def targets(stub: str, solution: str) -> list[Target]:
    """Return what the solution of an answer cell defines otherwise than its stub does."""
    given, found = _defined(stub), []
    for key, (node, dumped) in _defined(solution).items():
        if given.get(key, (node, ""))[1] != dumped:
            found.append(Target(*key, is_class=isinstance(node, ast.ClassDef)))
    return found


def _defined(source: str) -> dict[tuple[str, str], tuple[ast.AST, str]]:
    """Return the functions, classes and methods of some source, each with its text in a form to be compared."""
    found: dict[tuple[str, str], tuple[ast.AST, str]] = {}
    parsed = tree(source)
    for node in parsed.body if parsed else ():
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        found[node.name, ""] = (node, ast.dump(node))
        for part in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(part, ast.FunctionDef) and part.name not in ("__init__", "__new__"):
                found[node.name, part.name] = (part, ast.dump(part))
    return found


def binding(offer: Offer, target: Target, way: Way) -> str:
    """Return a cell that puts something of a question in an answer's place; it raises where there is no such thing."""
    taken = TAKEN.format(side=AGENT)
    value = f"_taken({offer.question.source!r}, {offer.question.inputs!r}, {offer.name!r})"
    place = f"{target.name}.{target.method}" if target.method else target.name
    made = "lambda self, *args, **kwargs: bound(*args, **kwargs)" if target.method else "bound"
    return f"""{taken}
def _bound(value, constant):
    function = _made(value, constant)
    return {way.expression}
bound = _bound({value}, {offer.shape is not None})
{place} = {made}
"""
