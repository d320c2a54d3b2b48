"""What is asked of the server of limited processes: a call, and what the calls should find done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """What a process is to do, and where: its folder and its environment are those of whoever asks."""

    step: str
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    deadline: float
    memory: int
    folder: str
    environment: dict[str, str]


@dataclass(frozen=True, slots=True)
class Preparation:
    """What a server does before it forks: every call that is forked afterwards finds it done.

    Attributes:
        function: one of a module's own. It must leave no thread, no connection and no file open. Where it raises, the
            calls do without.
        arguments: its arguments. Other arguments are another preparation: whatever makes an earlier one worthless
            belongs to them.
        each: whether it is done before each call, and not once: the function sees for itself what is to do.
    """

    function: Callable[..., None]
    arguments: tuple[Any, ...]
    each: bool = False
