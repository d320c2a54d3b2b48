"""jupyter_client's side of the wire protocol to a student's kernel, with limits on everything received."""

import asyncio
import re
import signal
import sys
import time
from contextlib import suppress
from queue import Empty
from typing import Any, TypeVar

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.session import Session
from traitlets import DottedObjectName, Type, default

MAX_MESSAGE = 24 * 1024 * 1024  # bytes; the largest answer allowed, in base64, and what goes with it
MAX_WAITING = 2  # messages that may be queued on one socket
ONE_DAY = 24 * 60 * 60 * 1000  # milliseconds: longer than any request to a kernel
SEND_TIMEOUT = 1000  # milliseconds after which a socket that is not read counts as dead
MAX_PARTS = 500_000  # brackets and commas of JSON, each a few bytes that take some hundred in memory
MAX_QUOTES = 100_000  # of a message with more parts than that, for which text is distinguished from structure
# Code by which a kernel unblocks SIGINT: Dask's workers and their child processes block it.
UNBLOCK_SIGINT = f"__import__('signal').pthread_sigmask({int(signal.SIG_UNBLOCK)}, [{int(signal.SIGINT)}])"
TEXT = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
C = TypeVar("C", bound="zmq.Context[Any]")


def harden(context: C) -> C:
    """Limit what any socket of a context holds, and prevent reconnection, which might reach another process.

    Disabling reconnection outright would drop what was received before a connection broke, and abort this process if a
    message was half read: https://github.com/zeromq/libzmq/issues/2163
    """
    context.setsockopt(zmq.MAXMSGSIZE, MAX_MESSAGE)
    context.setsockopt(zmq.RCVHWM, MAX_WAITING)
    context.setsockopt(zmq.RECONNECT_IVL, ONE_DAY)
    context.setsockopt(zmq.SNDTIMEO, SEND_TIMEOUT)
    context.setsockopt(zmq.LINGER, 0)
    return context


def shell_connection(info: KernelConnectionInfo) -> tuple["zmq.Context[Any]", "zmq.Socket[Any]", "zmq.Socket[Any]"]:
    """Return a second connection to a kernel's shell channel: context, socket, and a monitor of its disconnection."""
    context = harden(zmq.Context())
    shell = context.socket(zmq.DEALER)
    monitor = shell.get_monitor_socket(zmq.EVENT_DISCONNECTED)
    shell.connect(f"ipc://{info['ip']}-{info['shell_port']}")
    return context, shell, monitor


class BoundedSession(Session):
    """Rejects messages whose JSON would take much more memory than its bytes do."""

    def deserialize(self, msg_list: Any, content: bool = True, copy: bool = True) -> dict[str, Any]:
        """Return the message in some frames: `msg_id` and `msg_type` are text, its other parts dictionaries.

        Raises:
            ValueError: it is unsigned, too large, nested too deeply, or malformed.
        """
        if _parts(b"".join(msg_list[1:5])) > MAX_PARTS:
            raise ValueError("the message has too many parts")
        try:
            message = super().deserialize(msg_list, content, copy)
        except Exception as error:  # whatever a malformed message makes the parser raise
            raise ValueError("the message cannot be read") from error
        if not all(type(message[name]) is str for name in ("msg_id", "msg_type")):
            raise ValueError("the message has no id or no type")
        if not all(type(message[name]) is dict for name in ("header", "parent_header", "metadata", "content")):
            raise ValueError("a part of the message is not a dictionary")
        return message


def _parts(text: bytes) -> int:
    """Return an upper bound on the number of values in some JSON."""

    def count(text: bytes) -> int:
        return text.count(b"[") + text.count(b"{") + text.count(b",")

    total = count(text)
    return count(TEXT.sub(b"", text)) if total > MAX_PARTS and text.count(b'"') <= MAX_QUOTES else total


class YieldingChannel(AsyncZMQSocketChannel):
    """A channel that yields to other tasks, however many messages arrive."""

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:  # type: ignore[override]
        """Return the next message; the stock method never yields while there is one, so that timeouts never fire."""
        await asyncio.sleep(0)
        return await super().get_msg(timeout)


class StudentKernelClient(AsyncKernelClient):
    """The client that runs the notebook's cells and keeps their outputs."""

    shell_channel_class = Type(YieldingChannel)
    iopub_channel_class = Type(YieldingChannel)
    control_channel_class = Type(YieldingChannel)

    @default("context")
    def _context_default(self) -> zmq.asyncio.Context:
        self._created_context = True
        return harden(zmq.asyncio.Context())

    def start_channels(self, *args: Any, **kwargs: Any) -> None:
        """Start shell, iopub and control only: a heartbeat reconnects, and a student's input() gets no answer."""
        super().start_channels(shell=True, iopub=True, stdin=False, hb=False, control=True)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers and its outputs arrive; the stock method drains outputs as long as they come.

        Raises:
            RuntimeError: it does not answer in time.
        """
        until = time.monotonic() + (timeout or 60.0)
        while time.monotonic() < until:
            self.kernel_info()
            with suppress(Empty):
                await self.shell_channel.get_msg(timeout=1)
                await self.iopub_channel.get_msg(timeout=0.2)
                return
        raise RuntimeError("the kernel does not answer")


class StudentKernelManager(AsyncKernelManager):
    """Starts this environment's ipykernel through the sandbox's provisioner, whatever kernel a notebook names."""

    client_class = DottedObjectName("grader.sandbox.wire.StudentKernelClient")
    client_factory = Type(klass=StudentKernelClient)

    @default("context")
    def _context_default(self) -> zmq.asyncio.Context:
        self._created_context = True
        return harden(zmq.asyncio.Context())

    @default("session")
    def _session_default(self) -> Session:
        return BoundedSession(parent=self)

    async def _async_interrupt_kernel(self) -> None:
        with suppress(zmq.ZMQError):  # it has ended already
            await super()._async_interrupt_kernel()

    interrupt_kernel = _async_interrupt_kernel

    @property
    def kernel_spec(self) -> KernelSpec:
        """A Python kernel that is interrupted by message, so that the signal is raised inside the sandbox."""
        return KernelSpec(
            argv=[
                sys.executable,
                *("-P", "-m", "ipykernel_launcher", "-f", "{connection_file}"),
                "--HistoryManager.hist_file=:memory:",
                "--IPKernelApp.exec_lines=__import__('sys').path.append('')",  # last, so that no file hides a package
                f"--IPKernelApp.exec_lines={UNBLOCK_SIGINT}",
            ],
            display_name="Student",
            language="python",
            interrupt_mode="message",
            metadata={"kernel_provisioner": {"provisioner_name": "grader-sandbox"}},
        )
