"""Relays bytes between the grader and a student's kernel, and closes the connection if a message is too large.

ZeroMQ limits the size of a frame, but not the number of frames: a single message could exhaust the grader's memory. And
a path that students' code can write to is resolved once, before that code runs: later it may be a link elsewhere.
The framing is ZMTP 3.x: https://rfc.zeromq.org/spec/23/
"""

import asyncio
import contextlib
import os
import socket
import stat
import threading
from collections.abc import Callable, Mapping

GREETING = 64
FIXED = {0: 0xFF, 10: 3}  # its first byte and the major version, which determine the framing
MORE, LONG, COMMAND = 1, 2, 4
MAX_FRAMES = 64
CHUNK = 1 << 18
LISTEN_TRIES = 200  # a twentieth of a second each
Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], None]


class Relay:
    """Listens on a socket of the grader's for each of a kernel's.

    Args:
        kernel: prefix of the paths of the kernel's sockets.
        grader: prefix of the paths to listen on.
        largest: the maximum message size in bytes, for each suffix of these paths.

    Raises:
        OSError: one of the kernel's paths is not a socket.
    """

    def __init__(self, kernel: str, grader: str, largest: Mapping[str, int]) -> None:
        self.cut = False  # whether the kernel sent a message larger than allowed
        self._writers: list[asyncio.StreamWriter] = []
        self._tasks: set[asyncio.Task[None]] = set()
        with contextlib.ExitStack() as opened:
            self._lines = [
                (_listen(grader + suffix, opened), _pin(kernel + suffix, opened), most)
                for suffix, most in largest.items()
            ]
            self._opened = opened.pop_all()
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        self._thread.start()
        ready.wait()

    def close(self) -> None:
        """Close every connection."""
        self._loop.call_soon_threadsafe(self._closed.set)
        self._thread.join()
        self._opened.close()

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._closed = asyncio.get_running_loop(), asyncio.Event()
        for listener, pinned, most in self._lines:
            await asyncio.start_unix_server(self._handler(pinned, most), sock=listener, limit=CHUNK)
        ready.set()
        await self._closed.wait()
        for _ in range(5):  # a connection just accepted gets its transport, then its task
            await asyncio.sleep(0)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for writer in self._writers:
            with contextlib.suppress(AttributeError):  # raised by asyncio if it has closed already
                writer.transport.abort()
        await asyncio.sleep(0)  # until they are closed

    def _handler(self, pinned: int, most: int) -> Handler:
        def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self._writers.append(writer)  # at once: a task may be cancelled before it begins
            task = asyncio.create_task(self._join(reader, writer, pinned, most))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        return handle

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, pinned: int, most: int) -> None:
        with contextlib.suppress(OSError, asyncio.CancelledError):
            kernel_reader, kernel_writer = await _connect(f"/proc/self/fd/{pinned}")
            ways = (
                asyncio.create_task(_copy(reader, kernel_writer)),
                asyncio.create_task(self._measure(kernel_reader, writer, most)),
            )
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                kernel_writer.close()  # before any await, which may be cancelled
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
        writer.close()

    async def _measure(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, most: int) -> None:
        """Forward what the kernel sends, message by message, until one is too large or malformed."""
        for place in range(GREETING):  # each side waits for the start of the other's greeting
            byte = await reader.readexactly(1)
            if byte[0] != FIXED.get(place, byte[0]):
                self.cut = True
                return
            writer.write(byte)
            await writer.drain()
        parts: list[bytes] = []  # of one message, which is forwarded whole or not at all
        size = 0
        while not writer.is_closing():
            flags = (await reader.readexactly(1))[0]
            length = await reader.readexactly(8 if flags & LONG else 1)
            left = int.from_bytes(length, "big")
            size += left
            misplaced = flags & COMMAND and (parts or flags & MORE)
            if misplaced or size > most or len(parts) >= 2 * MAX_FRAMES or flags > MORE | LONG | COMMAND:
                self.cut = True
                return
            parts += [bytes([flags]) + length, await reader.readexactly(left)]
            if not flags & MORE:
                writer.writelines(parts)
                await writer.drain()
                parts, size = [], 0


async def _connect(path: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Return a connection to a socket, retrying while its path exists but its owner does not listen yet."""
    for _ in range(LISTEN_TRIES):
        with contextlib.suppress(ConnectionRefusedError):
            return await asyncio.open_unix_connection(path, limit=CHUNK)
        await asyncio.sleep(0.05)
    return await asyncio.open_unix_connection(path, limit=CHUNK)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while (part := await reader.read(CHUNK)) and not writer.is_closing():
        writer.write(part)
        await writer.drain()


def _listen(path: str, opened: contextlib.ExitStack) -> socket.socket:
    listener = opened.enter_context(socket.socket(socket.AF_UNIX))
    listener.bind(path)
    return listener


def _pin(path: str, opened: contextlib.ExitStack) -> int:
    """Return a descriptor of the socket itself, which stays valid if its path changes."""
    descriptor = os.open(path, os.O_PATH | os.O_NOFOLLOW)
    opened.callback(os.close, descriptor)
    if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
        raise OSError(f"{path} is not a socket")
    return descriptor
