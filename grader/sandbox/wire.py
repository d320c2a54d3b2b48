"""The wire to a student's kernel as jupyter_client knows it, with bounds on all that may come along it."""

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
MAX_WAITING = 2  # messages that may pile up unread on one line
NEVER = 24 * 60 * 60 * 1000  # milliseconds: longer than anything that a kernel is asked
SEND_TIMEOUT = 1000  # milliseconds until a line that nobody reads counts as dead
MAX_PARTS = 500_000  # brackets and commas of JSON, of which a few bytes become some hundred in memory
MAX_QUOTES = 100_000  # of a message with more of them than that, for which text is told apart from structure
# Code by which a kernel hears of interrupts again: Dask's workers, and what they start, are deaf to them.
HEAR = f"__import__('signal').pthread_sigmask({int(signal.SIG_UNBLOCK)}, [{int(signal.SIGINT)}])"
TEXT = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
C = TypeVar("C", bound="zmq.Context[Any]")


def harden(context: C) -> C:
    """Bound what any socket of a context holds, and let none connect a second time, to who knows what.

    To forbid a second connection outright would drop what came before the first one broke, and end our process where a
    message was half read: https://github.com/zeromq/libzmq/issues/2163
    """
    context.setsockopt(zmq.MAXMSGSIZE, MAX_MESSAGE)
    context.setsockopt(zmq.RCVHWM, MAX_WAITING)
    context.setsockopt(zmq.RECONNECT_IVL, NEVER)
    context.setsockopt(zmq.SNDTIMEO, SEND_TIMEOUT)
    context.setsockopt(zmq.LINGER, 0)
    return context


def question_line(info: KernelConnectionInfo) -> tuple["zmq.Context[Any]", "zmq.Socket[Any]", "zmq.Socket[Any]"]:
    """Return a connection to a kernel's shell, beside the client's: context, socket, and a monitor of its end."""
    context = harden(zmq.Context())
    shell = context.socket(zmq.DEALER)
    monitor = shell.get_monitor_socket(zmq.EVENT_DISCONNECTED)
    shell.connect(f"ipc://{info['ip']}-{info['shell_port']}")
    return context, shell, monitor


class WarySession(Session):
    """Reads no message whose JSON would take much more memory than its bytes do."""

    def deserialize(self, msg_list: Any, content: bool = True, copy: bool = True) -> dict[str, Any]:
        """Return the message in some frames: `msg_id` and `msg_type` are text, its other parts dictionaries.

        Raises:
            ValueError: it is not signed, too large, nested too deep, or no message.
        """
        if _parts(b"".join(msg_list[1:5])) > MAX_PARTS:
            raise ValueError("the message has too many parts")
        try:
            message = super().deserialize(msg_list, content, copy)
        except Exception as error:  # whatever the reader of a broken one trips over
            raise ValueError("the message cannot be read") from error
        if not all(type(message[name]) is str for name in ("msg_id", "msg_type")):
            raise ValueError("the message has no name or no kind")
        if not all(type(message[name]) is dict for name in ("header", "parent_header", "metadata", "content")):
            raise ValueError("a part of the message is no dictionary")
        return message


def _parts(text: bytes) -> int:
    """How many values some JSON holds, at most."""

    def count(text: bytes) -> int:
        return text.count(b"[") + text.count(b"{") + text.count(b",")

    total = count(text)
    return count(TEXT.sub(b"", text)) if total > MAX_PARTS and text.count(b'"') <= MAX_QUOTES else total


class FairChannel(AsyncZMQSocketChannel):
    """A channel that lets others have their turn, however many messages come."""

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:  # type: ignore[override]
        """Return the next message; the stock method never yields while there is one, and no time-out is noticed."""
        await asyncio.sleep(0)
        return await super().get_msg(timeout)


class StudentKernelClient(AsyncKernelClient):
    """The client that runs the notebook's cells and keeps their outputs."""

    shell_channel_class = Type(FairChannel)
    iopub_channel_class = Type(FairChannel)
    control_channel_class = Type(FairChannel)

    @default("context")
    def _context_default(self) -> zmq.asyncio.Context:
        self._created_context = True
        return harden(zmq.asyncio.Context())

    def start_channels(self, *args: Any, **kwargs: Any) -> None:
        """Shell, iopub and control only: a heartbeat reconnects, and nobody answers a student's input()."""
        super().start_channels(shell=True, iopub=True, stdin=False, hb=False, control=True)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Until the kernel answers and its outputs arrive; the stock method drains outputs for as long as they come.

        Raises:
            RuntimeError: it does not, in time.
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
    """Starts this environment's ipykernel through the sandbox's provisioner, whatever a notebook asks for."""

    client_class = DottedObjectName("grader.sandbox.wire.StudentKernelClient")
    client_factory = Type(klass=StudentKernelClient)

    @default("context")
    def _context_default(self) -> zmq.asyncio.Context:
        self._created_context = True
        return harden(zmq.asyncio.Context())

    @default("session")
    def _session_default(self) -> Session:
        return WarySession(parent=self)

    async def _async_interrupt_kernel(self) -> None:
        with suppress(zmq.ZMQError):  # it is gone already
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
                f"--IPKernelApp.exec_lines={HEAR}",
            ],
            display_name="Student",
            language="python",
            interrupt_mode="message",
            metadata={"kernel_provisioner": {"provisioner_name": "grader-sandbox"}},
        )
