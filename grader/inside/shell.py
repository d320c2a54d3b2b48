"""IPython's shell, whose cells can go on after a statement that fails."""

import ast
import inspect
import os
import tempfile
import zlib
from typing import Any

from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell

from grader.inside.agent import text_of

MOST = 10  # failures of one cell that are described
LONGEST = 300  # characters of a text


class CellCompiler(XCachingCompiler):
    """Names the files that cells are said to be in, and tells `inspect` that they are the main module's.

    A traceback would otherwise look for them in all modules, and copy the page that each lies in.
    """

    def get_code_name(self, raw_code: str, code: str, number: int) -> str:
        """Return the name of a cell's file: made of its source, as ipykernel's is, but not in Python."""
        source = raw_code.encode("utf-8", "surrogatepass")
        name = os.path.join(tempfile.gettempdir(), f"ipykernel_{os.getpid()}", f"{zlib.crc32(source)}.py")
        inspect.modulesbyfile[name] = "__main__"
        return name


class StudentShell(ZMQInteractiveShell):
    """A shell that runs the other top-level statements of a cell in which one fails, if it is to.

    What is judged is what cells define; a module that is missing here, or a magic of another front end, is no reason
    not to define it. Only an interrupt ends a cell.

    Attributes:
        goes_on: whether cells go on.
        failures: type, text and statement of each failure of the last cell.
    """

    compiler_class = CellCompiler
    goes_on = False
    failures: list[list[str]]

    async def run_ast_nodes(self, nodelist: list[ast.stmt], *args: Any, **named: Any) -> Any:
        """Run the statements of a cell, in order."""
        self.failures = []
        self._nodes = list(nodelist)
        return await super().run_ast_nodes(nodelist, *args, **named)

    async def run_code(self, code_obj: Any, result: Any = None, *, async_: bool = False) -> bool:
        """Run one statement; whether the cell has to end."""
        failed = bool(await super().run_code(code_obj, result, async_=async_))  # type: ignore[no-untyped-call]
        error = getattr(result, "error_in_exec", None)
        if not failed or not self.goes_on or not isinstance(error, Exception | SystemExit):
            return failed
        if len(self.failures) < MOST:
            node = self._failing(error, code_obj.co_filename)
            statement = ast.unparse(node).splitlines()[0] if node is not None else ""
            self.failures.append([text[:LONGEST] for text in (type(error).__name__, text_of(error), statement)])
        return False

    def _failing(self, error: BaseException, filename: str) -> ast.stmt | None:
        """Return the statement of the cell in which an error arose."""
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename != filename:
            trace = trace.tb_next
        line = trace.tb_lineno if trace is not None else 0
        return next((node for node in self._nodes if node.lineno <= line <= (node.end_lineno or line)), None)

    def enable_gui(self, gui: Any = None) -> None:
        """Note what draws figures' windows: there are none, and nobody's events to wait for."""
        self.active_eventloop = gui

    def showtraceback(self, *args: Any, **named: Any) -> None:
        """Show an error, those after the first of a cell without what led to them."""
        if self.goes_on and getattr(self, "failures", None):
            named["exception_only"] = True
        super().showtraceback(*args, **named)
