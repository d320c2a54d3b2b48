"""A question's source as it is sent to a kernel: compiled here, once, and not in each fork that is asked."""

import ast
import base64
import functools
import marshal
from typing import Any

FILE = "<hidden test>"  # that its code names


@functools.lru_cache(maxsize=256)
def compiled(source: str) -> dict[str, Any]:
    """Return the members of a request that a question's source makes up.

    They are ``program``, two code objects in base64: of the statements, and of the expression that they end in; and
    ``names``, those that it mentions. To compile it takes longer than most questions take to be answered. The warm
    process, and so each kernel, runs this same Python.

    Raises:
        SyntaxError: the source is no Python, or does not end in an expression.
    """
    tree = ast.parse(source, FILE)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - {"__builtins__"}
    last = tree.body.pop() if tree.body else None
    if not isinstance(last, ast.Expr):
        raise SyntaxError("a question ends in an expression")
    parts = compile(tree, FILE, "exec"), compile(ast.Expression(last.value), FILE, "eval")
    return {"program": base64.b64encode(marshal.dumps(parts)).decode("ascii"), "names": sorted(names)}
