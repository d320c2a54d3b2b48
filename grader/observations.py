"""Observations made while a submission ran: facts and how often; a person decides what they mean.

The student's code could leak hidden questions through what it does and how often. So the number is reported in one of
three phrases, and names of system calls are reported to the staff only.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from grader.text import one_line

BAD_MESSAGE = "invalid message from the kernel"
UNASKED = "reply to no open request"
BAD_ANSWER = "answer that is not plain data of the agreed form"
TOO_LARGE = "message larger than allowed; the connection was closed"
MEMORY = "process killed at the memory limit of its sandbox"
NOT_STARTED = "process or thread not started: the limit on processes was reached"
NOT_INTERRUPTED = "kernel that could not be interrupted and was killed"
NOT_KEPT = "state after a check that could not be kept"
REFUSED = "system call refused: "
BEFORE = "left out of the "  # facts that begin so were present before any code of the submission ran
LEFT_OUT = f"{BEFORE}submission, because it is not a regular file: "
NO_ROOM = f"{BEFORE}sandbox, because there is no space for it: "
NOT_READ = f"{BEFORE}sandbox, because it cannot be read: "
NOT_WRITTEN = "file that could not be written in the sandbox"
MOST = 20
MANY = 10
_COUNTED = re.compile(r" \((?:several times|many times|\d+ times)\)$")  # the last is the format of earlier results


def observe(sandbox: Any) -> Counter[str]:
    """Return what one kernel's sandbox has noticed, before it is taken down."""
    found: Counter[str] = Counter()
    group, refusals = (getattr(sandbox, name, None) for name in ("group", "refusals"))
    if group is not None:
        found[MEMORY] += group.killed_for_memory()
        found[NOT_STARTED] += group.refused_processes()
    if refusals is not None:
        found.update({REFUSED + name: times for name, times in refusals.counts.items()})
    return found


def lines(found: Counter[str]) -> tuple[str, ...]:
    """Return a line for each fact, with how often in words; for the staff. What was left out comes last."""
    facts = [(one_line(fact, 200), times) for fact, times in found.items() if times > 0]
    facts.sort(key=lambda fact: (fact[0].startswith(BEFORE), fact))
    shown = [_capital(fact) + _often(times) for fact, times in facts[:MOST]]
    return tuple([*shown, "Further observations are not listed."] if len(facts) > MOST else shown)


def for_student(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the lines of `lines` as a student reads them: refused system calls are one fact, and have no names."""
    plain = []
    for line in lines:
        if line.startswith(_capital(BEFORE)):
            plain.append(line)
        elif line.startswith(_capital(REFUSED)):
            plain.append("System call refused")
        else:
            plain.append(_COUNTED.sub("", line))
    return tuple(dict.fromkeys(plain))


def _often(times: int) -> str:
    return "" if times == 1 else " (many times)" if times >= MANY else " (several times)"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
