"""What the main thread is doing is told from its frames."""

import asyncio
import socket
import sys

from grader.inside import frames
from grader.inside.channel import Channel


def test_a_message_is_being_sent_also_where_a_value_is_turned_into_text() -> None:
    seen: list[bool] = []

    class Value:
        def __repr__(self) -> str:
            seen.append(frames.sends(sys._getframe()))
            return "value"

    ours, theirs = socket.socketpair()
    with ours, theirs:
        Channel(ours).send("display_data", {"text": Value()})
    assert seen == [True]
    assert not frames.sends(sys._getframe())
    assert not frames.sends(None)


def test_an_event_loop_is_at_work_but_not_while_it_runs_a_cell() -> None:
    async def run_code() -> bool:
        return frames.in_loop(sys._getframe())

    async def between() -> tuple[bool, bool]:
        return frames.in_loop(sys._getframe()), await run_code()

    assert asyncio.run(between()) == (True, False)
    assert not frames.in_loop(sys._getframe())
    assert not frames.in_loop(None)
