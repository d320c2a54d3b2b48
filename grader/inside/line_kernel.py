"""IPython's kernel without ZeroMQ: it is made in the warm process, and answers on one stream in a fork of it."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
import tempfile
import threading
import types
from collections.abc import Callable
from typing import Any

from grader.inside import frames
from grader.inside.channel import Channel
from grader.inside.streams import Captured, LineStream

DESCRIPTORS = {"stdout": 1, "stderr": 2}
HANDLERS = ("status", "execute_input", "comm_open", "comm_msg", "comm_close")  # kinds that nobody reads
FIGURES = ("image/png", "image/jpeg", "image/svg+xml", "application/pdf")
FORGOTTEN = 0.5  # seconds after which a loop that was interrupted runs a task no more
REHEARSED = ("x = 1\nprint(x)", "x", "1 / 0", "import sys; print(x, file=sys.stderr)")


class LineKernel:
    """A kernel and its shell, for one stream at a time.

    Attributes:
        kernel: ipykernel's.
        channel: where its messages go; None while there is no student.
    """

    def __init__(self) -> None:
        self.channel: Channel | None = None
        self._busy = self._late = False  # late: an interrupt that waits for the end of a message
        self._task: asyncio.Task[Any] | None = None  # the cell that runs
        self._captured: list[Captured] = []
        self.streams = [LineStream(name, number, self.send, self.owns) for name, number in DESCRIPTORS.items()]
        for stream in self.streams:
            stream.before = self._flush_others(stream)
        self.kernel = _kernel(self)
        self.shell = self.kernel.shell

    def owns(self) -> bool:
        """Whether anybody listens to this process."""
        return self.channel is not None and self.channel.own

    def send(self, kind: str, content: Any) -> None:
        """Send a message, if anybody listens; an interrupt that came meanwhile is raised when it is whole."""
        if self.channel is not None and self.channel.own:
            self.channel.send(kind, content)
            if self._late and threading.current_thread() is threading.main_thread():
                self._late = False
                raise KeyboardInterrupt

    def flush(self) -> None:
        """Send what the student's code has written so far."""
        written: list[LineStream | Captured] = [*self.streams, *self._captured]
        for stream in written:
            stream.flush()

    def _flush_others(self, stream: LineStream) -> Callable[[], None]:
        def flush() -> None:
            others: list[LineStream | Captured] = [*self._captured, *self.streams]
            for other in others:
                if other is not stream:
                    other.flush()

        return flush

    def rehearse(self) -> None:
        """Run a few cells of each kind, so that a student's first cell finds everything loaded; nothing is left."""
        kept = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = self.streams
        loop = asyncio.new_event_loop()
        try:
            for code in REHEARSED:
                self.execute(code, 0, loop)
        finally:
            loop.close()
            sys.stdout, sys.stderr = kept
        self.shell.reset(new_session=True)
        self.shell.execution_count = 1
        for name in ("last_value", "last_type", "last_traceback", "last_exc"):
            if hasattr(sys, name):
                delattr(sys, name)
        for stream in self.streams:
            stream.discard()

    def attach(self, channel: Channel) -> None:
        """In a student's process: begin with nothing but this stream at the other end."""
        self.channel = channel
        folder = tempfile.gettempdir()
        self._captured = [Captured(name, number, folder, self.send) for name, number in DESCRIPTORS.items()]
        self.kernel.session.session = os.urandom(16).hex()
        self.shell.init_environment()
        self.shell.ipython_dir = os.environ.get("IPYTHONDIR", tempfile.gettempdir())
        sys.stdout, sys.stderr = self.streams
        sys.path.append("")  # last, so that no file hides a package
        sys.modules["__main__"] = self.shell.user_module
        signal.signal(signal.SIGINT, self._interrupted)

    def execute(
        self, code: str, number: int, loop: asyncio.AbstractEventLoop, *, goes_on: bool = False, draws: bool = True
    ) -> dict[str, Any]:
        """Run a cell; what a kernel replies to an execute request.

        Args:
            code: of the cell.
            number: of the request.
            loop: in which the cell runs.
            goes_on: whether its other statements run where one fails; the reply then has ``failures``.
            draws: whether figures that it shows are drawn, and not only named.
        """
        header = {"msg_id": str(number), "session": "", "username": "student"}
        self.kernel.set_parent([], {"header": header, "msg_id": str(number)})
        self.shell.goes_on, self.shell.failures = goes_on, []
        for kind in FIGURES:
            self.shell.display_formatter.formatters[kind].enabled = draws
        self._task = task = loop.create_task(self.kernel.do_execute(code, False, True, {}, False))
        try:
            reply = loop.run_until_complete(task)
        except SystemExit:  # of another task: IPython catches a cell's own
            reply = loop.run_until_complete(task)
        except KeyboardInterrupt:  # in other code than a cell's
            task.cancel()
            loop.run_until_complete(asyncio.wait([task], timeout=FORGOTTEN))
            if not task.done():
                raise RuntimeError("the event loop was interrupted") from None
            reply = task.result()
        finally:
            self._task = None
        return {**reply, "failures": self.shell.failures}

    def interruptible(self, busy: bool) -> None:
        """From now on an interrupt ends what runs, or is too late for it, whatever handler the code has set."""
        self._busy, self._late = busy, False
        signal.signal(signal.SIGINT, self._interrupted)

    def _interrupted(self, _: int, frame: types.FrameType | None) -> None:
        if not self._busy:
            return
        if frames.sends(frame):  # in another thread than this one the signal came through
            self._late = True
            return
        task = self._task
        if task is None or not frames.in_loop(frame):
            raise KeyboardInterrupt
        task.get_loop().call_soon_threadsafe(task.cancel)  # what is raised in a loop itself makes it forget tasks


def _kernel(line: LineKernel) -> Any:
    """Return ipykernel's kernel, with a session that sends along a stream, no history on disk, input or debugger."""
    sys.modules.setdefault("debugpy", None)  # type: ignore[arg-type]  # half of what ipykernel imports
    from ipykernel.ipkernel import IPythonKernel
    from IPython.core.profiledir import ProfileDir
    from jupyter_client.session import Session
    from traitlets.config import Config

    from grader.inside.shell import StudentShell

    if sys.modules["debugpy"] is None:
        del sys.modules["debugpy"]

    class LineSession(Session):
        def send(self, stream: Any, msg_or_type: Any, content: Any = None, *rest: Any, **more: Any) -> None:
            if isinstance(msg_or_type, dict):
                kind, content = msg_or_type["msg_type"], msg_or_type["content"]
            else:
                kind = msg_or_type
            if kind not in HANDLERS:
                line.flush()
                line.send(kind, content)

    class Kernel(IPythonKernel):
        log = logging.getLogger("kernel")
        shell_channel_thread = types.SimpleNamespace(parent_thread=threading.main_thread())
        io_loop: Any = types.SimpleNamespace(call_later=lambda *_: None, stop=None)  # exit() ends nothing
        shell_class = StudentShell

        def _cancel_on_sigint(self, future: Any) -> Any:
            return contextlib.nullcontext()  # `LineKernel.execute` does

    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    with tempfile.TemporaryDirectory() as folder:  # the shell wants one while it is made
        profile = ProfileDir.create_profile_dir(folder)  # type: ignore[no-untyped-call]
        kernel: Any = Kernel.instance(
            config=config, session=LineSession(key=b""), profile_dir=profile, user_ns={}, iopub_socket=object()
        )
    kernel.shell.displayhook.get_execution_count = lambda: kernel.execution_count
    return kernel
