"""What became of each attack before each grader, in words and in a table."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from courses import ATTACKER, BYSTANDER, HONEST

from grader.bank.answers import Answer

COUNTED = {
    "points": "gain points",
    "read": "show a line of the hidden tests",
    "wrote": "change another's score in the gradebook, or their own beside the automatic one, or break it",
    "stopped": "keep the honest student from being judged in the same run",
    "left": "leave a file, a changed file or a process behind",
}


@dataclass(frozen=True)
class Verdict:
    """What one attack did to one grader."""

    points: float = 0.0
    read: bool = False
    wrote: bool = False
    stopped: bool = True
    left: bool = False
    said: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, said: str) -> Self:
        """The verdict from what a trial printed; where it printed nothing, all that is known is that it stopped."""
        try:
            told = json.loads(said)
        except ValueError:
            return cls()
        scores, before = told["scores"], told["before"]
        if scores is None:
            return cls(wrote=True, left=bool(told["traces"] or told["changed"]), said=told)
        auto, manual, extra = scores.get(ATTACKER, (None, None, None))
        return cls(
            points=(auto if manual is None else manual) or 0.0,
            read=told["read"],
            wrote=scores.get(BYSTANDER) != before[BYSTANDER] or manual is not None or extra is not None,
            stopped=scores.get(HONEST, (None,))[0] != 10.0,
            left=bool(told["traces"] or told["changed"]),
            said=told,
        )

    @property
    def words(self) -> str:
        """The verdict in a few words."""
        done = [f"{self.points:g} points"] * bool(self.points) + ["reads the tests"] * self.read
        done += (
            ["writes the gradebook"] * self.wrote + ["stops the run"] * self.stopped + ["leaves a trace"] * self.left
        )
        return ", ".join(done) or "-"


def render(
    attacks: Sequence[Answer],
    there_are: int,
    rivals: Sequence[str],
    found: Mapping[tuple[str, str], Verdict],
    versions: str,
) -> str:
    """The totals and the table, in Markdown."""
    some = "" if len(attacks) == there_are else f" (the bank holds {there_are} of this kind; the others were not tried)"
    lines = [f"Of {len(attacks)} attacks{some}; {versions}:", ""]
    lines += [f"| | {' | '.join(rivals)} |", "| --- |" + " --- |" * len(rivals)]
    proofs = {attack.path.stem for attack in attacks if attack.proof}
    rows = [
        ("gain points", "points", False),
        ("reach what they should not, and answer rightly to show it", "points", True),
    ]
    rows += [(words, name, None) for name, words in COUNTED.items() if name != "points"]
    for words, name, proof in rows:
        counts = [
            sum(
                bool(getattr(found[attack.path.stem, rival], name))
                for attack in attacks
                if proof is None or (attack.path.stem in proofs) is proof
            )
            for rival in rivals
        ]
        lines.append(f"| {words} | {' | '.join(map(str, counts))} |")
    harmed = [sum(found[attack.path.stem, rival].words != "-" for attack in attacks) for rival in rivals]
    lines.append(f"| any of these | {' | '.join(map(str, harmed))} |")
    lines += ["", f"| family | attack | {' | '.join(rivals)} |", "| --- | --- |" + " --- |" * len(rivals)]
    for attack in attacks:
        name = attack.path.stem
        cells = [found[name, rival].words for rival in rivals]
        if attack.proof:
            cells = [cell.replace("10 points", "reaches it") for cell in cells]
        lines.append(f"| {attack.family} | `{name}` | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
