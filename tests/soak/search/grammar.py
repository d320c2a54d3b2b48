"""Random source text: symbols in angle brackets become one of their forms, again and again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from search.program import size

SYMBOL = re.compile(r"<(\w+)>")
Grammar = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Task:
    """How random answers to one task are written.

    Args:
        entry: the name that an answer defines.
        grammar: forms of each symbol, the first of which holds no others that lead back to it. `program` is a whole
            answer, `layer` is source that defines the answer's name anew around the answer so far.
    """

    entry: str
    grammar: Grammar

    def program(self, rng: np.random.Generator) -> str:
        """A whole answer."""
        return grown(self.grammar, "<program>", rng)

    def layer(self, rng: np.random.Generator) -> str:
        """A change to the answer so far."""
        return grown(self.grammar, "<layer>", rng)


def grown(grammar: Grammar, text: str, rng: np.random.Generator, depth: int = 7) -> str:
    """A text without symbols. Known to all grammars: c, a number; p, a probability; m, a small count."""

    def form(found: re.Match[str]) -> str:
        name = found[1]
        if name == "c":
            return repr(size(rng))
        if name == "p":
            return f"{rng.choice([0.02, 0.05, 0.2, 0.5, 0.8, 0.95, 0.98])}"
        if name == "m":
            return str(rng.choice([2, 3, 5, 10, 20, 40]))
        forms = grammar[name]
        return grown(grammar, forms[rng.integers(len(forms))] if depth > 0 else forms[0], rng, depth - 1)

    return SYMBOL.sub(form, text)
