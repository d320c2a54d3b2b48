"""A process and a kernel that are none: they reply whatever they are told to."""

from collections import Counter
from types import SimpleNamespace
from typing import Any

from grader.errors import KernelLost


class Living:
    """A process that lives as long as its end of the line."""

    pid = 0

    def __init__(self) -> None:
        self.alive = True
        self.signals: list[int] = []

    def fileno(self) -> int:
        """None that could be waited for."""
        return -1

    def signal(self, number: int) -> None:
        """Note a signal."""
        self.signals.append(number)


class Liar:
    """A kernel of which every fork's reply is the same."""

    alive = True
    spent = False
    scaled = staticmethod(float)

    def __init__(self, reply: Any) -> None:
        self.reply = reply
        self.seen: Counter[str] = Counter()

    def fork(self, name: str = "") -> Any:
        """A fork that has nothing else to say."""
        return SimpleNamespace(alive=True, request=lambda *args: self.reply, close=lambda: None)

    def order_fork(self) -> None:
        """There is always one."""

    def explained(self, error: KernelLost) -> KernelLost:
        """As it is."""
        return error

    def reduce_limits(self) -> None:
        """It never does."""
