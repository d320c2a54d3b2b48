"""Runs a notebook's cells in a student's kernel and keeps their outputs, whatever the cells do."""

import asyncio
import math
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import Execute
from traitlets import Bool, Integer

from grader import sightings
from grader.errors import AnswerError, GradingFailed, KernelLost
from grader.kernel import GRACE, StudentKernel
from grader.load import LOOK
from grader.output_budget import OutputBudget
from grader.outputs import clean, said
from grader.pages import one_line
from grader.student_figures import held
from grader.submission import CELL_SECONDS, QUESTION_SECONDS, Submission

OUTPUTS = {"stream", "display_data", "execute_result", "error", "update_display_data"}
OTHERS = {"status", "execute_input", "clear_output"}
STARTUP_SECONDS = 60.0  # until a kernel answers, within what the submission has left


class ExecuteConfined(Execute):
    """nbgrader's Execute, in a sandboxed kernel that may die, hang, or flood us at any cell."""

    raise_on_iopub_timeout = Bool(False).tag(config=True)
    record_timing = Bool(False)  # it keeps what messages say of their time
    output_kib = Integer(4096, help="Output that is kept of one cell, KiB; the rest is dropped.").tag(config=True)
    page_mib = Integer(24, help="What a page may hold of all cells, MiB; outputs beyond are dropped.").tag(config=True)
    budget: OutputBudget

    @property
    def cell_seconds(self) -> float:
        """Time that one cell may take whenever it runs; with a `timeout` below zero, all that the submission has."""
        return math.inf if (self.timeout or 0) < 0 else float(self.timeout or CELL_SECONDS)

    def run_cells(
        self, nb: NotebookNode, resources: ResourcesDict, kernel: StudentKernel, given: Sequence[str] = ()
    ) -> Submission:
        """Run every code cell; a cell that costs the kernel is left out, and the ones before it run again.

        Args:
            given: the code that the release begins with: it runs before any of the submission's files can be read.

        Raises:
            GradingFailed: as much of it as nobody changed goes wrong, and we are to blame.
        """
        NotebookClient.__init__(self, nb, kernel.manager)
        self.budget = OutputBudget(self.output_kib << 10, (self.page_mib << 20) - held(nb))
        self.reset_execution_trackers()
        self._check_assign_resources(resources)
        self.timeout_func = lambda cell: max(1, math.ceil(kernel.patient(self.cell_seconds)))
        self._kernel = kernel
        cells = [(index, cell) for index, cell in enumerate(nb.cells) if cell.cell_type == "code"]
        untouched = _common([cell.source for _, cell in cells], given)
        submission = Submission(kernel, [], min(QUESTION_SECONDS, self.cell_seconds), self.cell_seconds, untouched)
        self._connect(kernel)
        try:
            for index, cell in cells[:untouched]:
                self._run_cell(cell, index, submission)
                _require_success(cell, index)
            kernel.hand_over()
            for index, cell in cells[untouched:]:
                self._run_cell(cell, index, submission)
        finally:
            self._disconnect()
        if self.budget.cut:
            nb.metadata.setdefault("grader", {}).setdefault("notes", []).append(self.budget.note)
        return submission

    def _run_cell(self, cell: NotebookNode, index: int, submission: Submission) -> None:
        if submission.kernel.spent:
            _say(cell, "OutOfTime", "The time for this submission was used up before this cell.")
        elif self.kc is None:
            _say(cell, "KernelLost", "There was no kernel left to run this cell in.")
        elif self._survives(cell, index, submission.kernel):
            submission.cells.append(cell.source)
            if _timed_out(cell):
                submission.endless.add(cell.source)
        else:
            self._bring_back(submission)

    def _connect(self, kernel: StudentKernel) -> None:
        self.km = kernel.manager
        self.startup_timeout = max(1, round(kernel.remaining(STARTUP_SECONDS)))
        self.start_new_kernel_client()

    def _disconnect(self) -> None:
        client, self.kc = self.kc, None  # type: ignore[has-type]
        if client is not None:
            client.stop_channels()
            client.context.destroy(linger=0)

    def _survives(self, cell: NotebookNode, index: int, kernel: StudentKernel) -> bool:
        """Run one cell; whether the kernel is still there and listening."""
        self.budget.begin()
        self._watch: asyncio.Task[Any] | None = None
        self._display_id_map: dict[str, Any] = {}  # no cell changes the outputs of one before it
        try:
            run_sync(self._execute)(cell, index)
        except DeadKernelError:
            what = f"{kernel.lost().what}. The cells before it were run again, and this one left out."
            _say(cell, "KernelLost", what)
            return False
        except Exception as error:  # whatever a forged or broken message makes nbclient raise
            kernel.seen[sightings.BAD_MESSAGE] += 1
            kernel.stop()
            _say(cell, "KernelLost", f"The kernel sent what no kernel sends ({type(error).__name__}).")
            return False
        finally:
            clean(cell)
        if _timed_out(cell):
            kernel.lose_patience()
            with suppress(AnswerError):
                kernel.execute("", 2 * GRACE)
            if not kernel.alive:
                _say(cell, "KernelLost", "It could not be interrupted, and its kernel was ended.")
        if kernel.overrun:
            _say(cell, "KernelLost", f"{kernel.lost().what}, and its kernel was ended.")
        return kernel.alive

    async def _execute(self, cell: NotebookNode, index: int) -> None:
        """Execute a cell and never wait for it much longer than allowed, whatever else the kernel sends."""
        assert self.timeout_func is not None
        longest = self.timeout_func(cell) + self.iopub_timeout + GRACE
        try:
            await asyncio.wait_for(self.async_execute_cell(cell, index, store_history=True), longest)
        finally:
            if self._watch is not None:
                self._watch.cancel()

    async def _async_poll_kernel_alive(self) -> None:
        """Watch over the kernel while a cell runs; nbclient forgets to end this when a cell goes wrong."""
        self._watch = asyncio.current_task()
        await super()._async_poll_kernel_alive()

    async def _async_check_alive(self) -> None:
        if self._kernel.overrun:
            raise DeadKernelError("a line to the kernel was cut")
        await super()._async_check_alive()

    def _bring_back(self, submission: Submission) -> None:
        self._disconnect()
        with suppress(KernelLost):
            submission.replay()
            try:
                self._connect(submission.kernel)
            except Exception:  # the cells that ran again keep a new client from being served
                self._disconnect()
                submission.kernel.stop()

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        """Keep a bounded amount of outputs; let nobody see messages of other kinds, widgets' for one."""
        kind = msg["msg_type"]
        if kind in OUTPUTS:
            if not self.budget.keeps(kind, msg["content"], self._places(msg["content"])):
                return None
        elif kind == "clear_output":
            self.budget.cleared()
        elif kind not in OTHERS:
            return None
        return super().process_message(msg, cell, cell_index)

    def _places(self, content: dict[str, Any]) -> int:
        """How many outputs a message changes by the name of their display; each then holds a copy of it."""
        name: Any = (content.get("transient") or {}).get("display_id")
        return sum(len(outputs) for outputs in self._display_id_map.get(name, {}).values())


def _timed_out(cell: NotebookNode) -> bool:
    return any(output.get("ename") == "CellTimeoutError" for output in cell.outputs)


def _common(sources: Sequence[str], given: Sequence[str]) -> int:
    """How many sources at the beginning are as given."""
    return next((n for n, pair in enumerate(zip(sources, given, strict=False)) if pair[0] != pair[1]), len(given))


def _require_success(cell: NotebookNode, index: int) -> None:
    """Raise what is to be raised where a cell that was given out has gone wrong."""
    if errors := [output for output in cell.outputs if output.output_type == "error"]:
        said = one_line(f"{errors[-1].ename}: {errors[-1].evalue}", 200)
        what = f"cell {index + 1}, which is given out, failed before any of the student's code ran ({said})"
        raise GradingFailed("notebook", what, LOOK)


def _say(cell: NotebookNode, kind: str, text: str) -> None:
    """Add an error of the grader's to a cell's outputs."""
    cell.setdefault("outputs", [])
    cell.outputs.append(said(kind, text))
