"""What the main thread was doing when an interrupt came."""

import types

from grader.inside.channel import Channel


def sends(frame: types.FrameType | None) -> bool:
    """Whether it was in the middle of a message, of which the other end would get a part if that were interrupted."""
    while frame is not None and frame.f_code is not Channel.write.__code__:
        frame = frame.f_back
    return frame is not None


def in_loop(frame: types.FrameType | None) -> bool:
    """Whether an event loop was doing something of its own, and ran no code of a cell."""
    while frame is not None and frame.f_code.co_name not in ("do_execute", "run_code"):
        if str(frame.f_globals.get("__name__")).startswith("asyncio."):
            return True
        frame = frame.f_back
    return False
