"""Runs a notebook's cells in a student's kernel and keeps their outputs, whatever the cells do."""

from contextlib import suppress
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from traitlets import Bool, Integer

from grader.errors import AnswerError, KernelLost
from grader.kernel import StudentKernel
from grader.submission import Submission

OUTPUTS = {"stream", "display_data", "execute_result", "error", "update_display_data"}
HARMLESS = {"text/plain", "image/png"}
MAX_MESSAGES = 2000


class ExecuteConfined(Execute):
    """nbgrader's Execute, in a sandboxed kernel that may die, hang, or flood us at any cell."""

    raise_on_iopub_timeout = Bool(False).tag(config=True)
    output_kib = Integer(4096, help="Output that is kept of one cell, KiB; the rest is dropped.").tag(config=True)

    def run_cells(self, nb: NotebookNode, resources: ResourcesDict, kernel: StudentKernel) -> Submission:
        """Run every code cell; a cell that costs the kernel is left out, and the ones before it run again."""
        NotebookClient.__init__(self, nb, kernel.manager)
        self.reset_execution_trackers()
        self._check_assign_resources(resources)
        self.timeout_func = lambda cell: max(1, round(kernel.remaining(self.timeout or 30)))
        submission = Submission(kernel, [])
        self._connect(kernel)
        for index, cell in enumerate(nb.cells):
            if cell.cell_type != "code":
                continue
            if kernel.spent:
                _say(cell, "OutOfTime", "The time for this submission was used up before this cell.")
            elif self._survives(cell, index, kernel):
                submission.cells.append(cell.source)
            else:
                self._bring_back(submission)
        self._disconnect()
        return submission

    def _connect(self, kernel: StudentKernel) -> None:
        self.km = kernel.manager
        self.start_new_kernel_client()

    def _disconnect(self) -> None:
        client, self.kc = self.kc, None  # type: ignore[has-type]
        if client is not None:
            client.stop_channels()
            client.context.destroy(linger=0)

    def _survives(self, cell: NotebookNode, index: int, kernel: StudentKernel) -> bool:
        """Run one cell; whether the kernel is still there and listening."""
        self._kept = self._messages = 0
        try:
            self.execute_cell(cell, index, store_history=True)
        except DeadKernelError:
            self._lost(cell, kernel)
            return False
        except Exception as error:  # whatever a forged or broken message makes nbclient raise
            kernel.stop()
            _say(cell, "KernelLost", f"The kernel sent what no kernel sends ({type(error).__name__}).")
            return False
        finally:
            clean_outputs(cell)
        if any(output.get("ename") == "CellTimeoutError" for output in cell.outputs):
            kernel.lose_patience()
            with suppress(AnswerError):
                kernel.execute("", 40)
            if not kernel.alive:
                _say(cell, "KernelLost", "It could not be interrupted, and its kernel was ended.")
        return kernel.alive

    def _lost(self, cell: NotebookNode, kernel: StudentKernel) -> None:
        try:
            kernel.execute("", 1)
            why = "The kernel fell silent"
        except AnswerError as error:
            why = error.what
        kernel.stop()
        _say(cell, "KernelLost", f"{why}. The cells before it were run again, and this one left out.")

    def _bring_back(self, submission: Submission) -> None:
        self._disconnect()
        with suppress(KernelLost):
            submission.replay()
            self._connect(submission.kernel)

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        """Keep a bounded amount of outputs, and no widgets."""
        kind = msg["msg_type"]
        if kind.startswith("comm_"):
            return None
        if kind in OUTPUTS:
            self._kept += len(str(msg["content"]))
            self._messages += 1
            if self._kept > self.output_kib * 1024 or self._messages > MAX_MESSAGES:
                return None
        return super().process_message(msg, cell, cell_index)


def clean_outputs(cell: NotebookNode) -> None:
    """Keep of a cell's outputs only text and PNG: student's HTML must never reach a page of ours."""
    for output in cell.outputs:
        output.pop("transient", None)
        if "data" in output:
            output["data"] = NotebookNode({k: v for k, v in output["data"].items() if k in HARMLESS})
            output["metadata"] = NotebookNode()


def _say(cell: NotebookNode, kind: str, text: str) -> None:
    """Add an error of the grader's to a cell's outputs."""
    cell.setdefault("outputs", [])
    cell.outputs.append(new_output("error", ename=kind, evalue=text, traceback=[f"{kind}: {text}"]))
