"""What the main thread is doing is told from its frames."""

import asyncio
import os
import socket
import sys

import pytest

from grader.inside import frames
from grader.inside.channel import Channel


def test_a_message_is_in_the_middle_while_it_is_written_but_not_while_it_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: dict[str, bool] = {}

    class Value:
        def __repr__(self) -> str:
            seen["made"] = frames.sends(sys._getframe())
            return "value"

    def write(descriptor: int, data: memoryview) -> int:
        seen["written"] = frames.sends(sys._getframe())
        return len(data)

    monkeypatch.setattr(os, "write", write)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        Channel(ours).send("display_data", {"text": Value()})
    assert seen == {"made": False, "written": True}
    assert not frames.sends(None)


def test_an_event_loop_is_at_work_but_not_while_it_runs_a_cell() -> None:
    async def run_code() -> bool:
        return frames.in_loop(sys._getframe())

    async def between() -> tuple[bool, bool]:
        return frames.in_loop(sys._getframe()), await run_code()

    assert asyncio.run(between()) == (True, False)
    assert not frames.in_loop(sys._getframe())
    assert not frames.in_loop(None)
