"""nbclient's client of one kernel, with limits on how long it waits and on what it keeps."""

import asyncio
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from traitlets import Dict

from grader.kernel.output_budget import OutputBudget
from grader.kernel.student_kernel import GRACE, StudentKernel
from grader.limits import Limits

OUTPUTS = {"stream", "display_data", "execute_result", "error", "update_display_data"}
OTHERS = {"status", "execute_input", "clear_output"}
TIMED_OUT = {
    "ename": "CellTimeoutError",
    "evalue": "",
    "traceback": ["\x1b[0;31mCellTimeoutError\x1b[0m: No reply from kernel before timeout"],
}


class CellClient(NotebookClient):
    """Runs single cells, and accepts nothing from a kernel but a bounded amount of output.

    Args:
        nb: the notebook whose cells are run.
        kernel: the student's kernel.
        budget: what may be kept of their outputs.
        limits: of the submission.
    """

    error_on_timeout = Dict(default_value=TIMED_OUT)

    def __init__(self, nb: NotebookNode, kernel: StudentKernel, budget: OutputBudget, limits: Limits) -> None:
        super().__init__(
            nb,
            kernel.manager,
            allow_errors=True,
            interrupt_on_timeout=True,
            iopub_timeout=limits.iopub_timeout,
            raise_on_iopub_timeout=False,
            record_timing=False,  # it records the times that messages claim
            on_cell_executed=_add_error,
        )
        self._kernel, self._budget = kernel, budget
        self.reset_execution_trackers()

    @property
    def connected(self) -> bool:
        """Whether a client is connected to the kernel."""
        return self.kc is not None

    def connect(self, seconds: int) -> None:
        """Connect to the kernel that runs now; RuntimeError if it does not answer in time."""
        self.km = self._kernel.manager
        self.startup_timeout = seconds
        self.start_new_kernel_client()

    def disconnect(self) -> None:
        """Close the connection to the kernel, if there is one."""
        client, self.kc = self.kc, None  # type: ignore[has-type]
        if client is not None:
            client.stop_channels()
            client.context.destroy(linger=0)

    async def run_cell(self, cell: NotebookNode, index: int, seconds: int) -> None:
        """Execute a cell without waiting much longer than allowed, whatever else the kernel sends."""
        self._poll: asyncio.Task[Any] | None = None
        self._display_id_map: dict[str, Any] = {}  # no cell changes the outputs of one before it
        self.timeout = seconds
        try:
            longest = seconds + self.iopub_timeout + GRACE
            await asyncio.wait_for(self.async_execute_cell(cell, index, store_history=True), longest)
        finally:
            if self._poll is not None:
                self._poll.cancel()

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        """Keep a bounded amount of output, and drop messages of other kinds, such as those of widgets."""
        kind = msg["msg_type"]
        if kind in OUTPUTS:
            if not self._budget.keeps(kind, msg["content"], self._places(msg["content"])):
                return None
        elif kind == "clear_output":
            self._budget.cleared()
        elif kind not in OTHERS:
            return None
        return super().process_message(msg, cell, cell_index)

    def _places(self, content: dict[str, Any]) -> int:
        """Return how many outputs a message updates by display ID; each then holds a copy of it."""
        name: Any = (content.get("transient") or {}).get("display_id")
        return sum(len(outputs) for outputs in self._display_id_map.get(name, {}).values())

    async def _async_poll_kernel_alive(self) -> None:
        """Poll the kernel while a cell runs; nbclient does not cancel this when a cell fails."""
        self._poll = asyncio.current_task()
        await super()._async_poll_kernel_alive()

    async def _async_check_alive(self) -> None:
        if self._kernel.overrun:
            raise DeadKernelError("a connection to the kernel was closed")
        await super()._async_check_alive()


def _add_error(cell: NotebookNode, execute_reply: dict[str, Any], **rest: Any) -> None:
    """Add the error that a kernel's reply reports where no output did: after a timeout, for instance."""
    content = execute_reply["content"]
    if content["status"] != "error" or any(output.get("ename") == content["ename"] for output in cell.outputs):
        return
    trace = content["traceback"] or ["ERROR: An error occurred while showtraceback was disabled"]
    cell.outputs.append(new_output("error", ename=content["ename"], evalue=content["evalue"], traceback=trace))
