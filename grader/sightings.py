"""What was noticed while a submission ran: plain facts and how often; what they mean is for a person to say."""

from collections import Counter
from typing import Any

from grader.pages import one_line

BAD_MESSAGE = "message such as no kernel sends"
UNASKED = "reply to a question that was not open"
BAD_ANSWER = "answer that is no plain data of the agreed form"
TOO_LARGE = "message larger than it may be; the line was cut"
MEMORY = "kernel ended by its limit on memory"
NOT_STARTED = "process or thread not started: the limit on their number was reached"
NOT_INTERRUPTED = "kernel that could not be interrupted and was ended"
REFUSED = "system call refused: "
LEFT_OUT = "left out of the submission, as it is no ordinary file: "
NO_ROOM = "left out of the sandbox, as there is no room for it: "
NOT_READ = "left out of the sandbox, as it cannot be read: "
NOT_WRITTEN = "file that could not be laid out in the sandbox"
MOST = 20


def observe(provisioner: Any) -> Counter[str]:
    """What one kernel's sandbox has noticed, before it is taken down."""
    found: Counter[str] = Counter()
    group, relay, refusals = (getattr(provisioner, name, None) for name in ("group", "relay", "refusals"))
    if group is not None:
        found[MEMORY] += group.killed_for_memory()
        found[NOT_STARTED] += group.refused_processes()
    if relay is not None:
        found[TOO_LARGE] += relay.cut
    if refusals is not None:
        found.update({REFUSED + name: times for name, times in refusals.counts.items()})
    return found


def lines(found: Counter[str]) -> tuple[str, ...]:
    """A line for each fact, the most frequent first."""
    facts = [(one_line(fact, 200), times) for fact, times in found.most_common() if times]
    told = [fact[:1].upper() + fact[1:] + (f" ({times} times)" if times > 1 else "") for fact, times in facts[:MOST]]
    left = len(facts) - MOST
    return tuple([*told, f"And {left} more facts of these kinds."] if left > 0 else told)
