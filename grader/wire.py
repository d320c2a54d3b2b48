"""The wire to a student's kernel as jupyter_client knows it, with bounds on all that may come along it."""

import asyncio
import sys
import time
from contextlib import suppress
from queue import Empty
from typing import Any, TypeVar

import zmq
import zmq.asyncio
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.session import Session
from traitlets import DottedObjectName, Type, default

MAX_MESSAGE = 24 * 1024 * 1024  # bytes; the largest answer allowed, in base64, and what goes with it
MAX_WAITING = 2  # messages that may pile up unread on one line
SEND_PATIENCE = 1000  # milliseconds until a line that nobody reads counts as dead
MAX_BRACKETS = 500_000  # of JSON, of which a few bytes become some hundred in memory
MAX_COMMAS = 2_000_000
C = TypeVar("C", bound="zmq.Context[Any]")


def harden(context: C) -> C:
    """Bound what any socket of a context holds, and let none connect a second time, to who knows what."""
    context.setsockopt(zmq.MAXMSGSIZE, MAX_MESSAGE)
    context.setsockopt(zmq.RCVHWM, MAX_WAITING)
    context.setsockopt(zmq.RECONNECT_IVL, -1)
    context.setsockopt(zmq.SNDTIMEO, SEND_PATIENCE)
    context.setsockopt(zmq.LINGER, 0)
    return context


class WarySession(Session):
    """Reads no message whose JSON would take much more memory than its bytes do."""

    def deserialize(self, msg_list: Any, content: bool = True, copy: bool = True) -> dict[str, Any]:
        """The message in some frames.

        Raises:
            ValueError: it has too many parts, or is nested too deep; what else a broken one raises is of any kind.
        """
        text = b"".join(msg_list[1:5])
        if text.count(b"[") + text.count(b"{") > MAX_BRACKETS or text.count(b",") > MAX_COMMAS:
            raise ValueError("the message has too many parts")
        try:
            return super().deserialize(msg_list, content, copy)
        except RecursionError as error:
            raise ValueError("the message is nested too deep") from error


class FairChannel(AsyncZMQSocketChannel):
    """A channel that lets others have their turn, however many messages come."""

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:  # type: ignore[override]
        """The next message; the stock method never yields while there is one, and no time-out is noticed."""
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

    client_class = DottedObjectName("grader.wire.StudentKernelClient")
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
            ],
            display_name="Student",
            language="python",
            interrupt_mode="message",
            metadata={"kernel_provisioner": {"provisioner_name": "grader-sandbox"}},
        )
