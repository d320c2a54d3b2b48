"""What the warm process does before its first fork: an assignment's imports, a tiny training step, a tiny figure."""

import contextlib
import inspect
import io
import logging
import os
import sys
import threading
import warnings
from collections.abc import Iterable, Mapping
from typing import Any

TIED_TO_SHELL = "matplotlib_inline"  # ties itself to the shell that is there when it is imported


def warm(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Import and try what is wanted; what was imported, what was not, and the number of threads.

    Args:
        wanted: ``imports``, statements; ``train`` and ``draw``, whether the assignment does.
    """
    imported, failed = _import(wanted["imports"])
    with warnings.catch_warnings(), contextlib.suppress(Exception):
        warnings.simplefilter("ignore")
        if wanted["train"] and "torch" in sys.modules:
            _train()
        if wanted["draw"] and "matplotlib" in sys.modules:
            _draw()
    for name in [name for name in sys.modules if name.partition(".")[0] == TIED_TO_SHELL]:
        del sys.modules[name]
    ease_forks()
    return {"imported": imported, "failed": failed, "threads": _threads()}


def ease_forks() -> None:
    """Do now what libraries have done in each fork, lest each of them copy the pages that it touches.

    Matplotlib drops its fonts there, logging renews the lock of each handler (they have one lock between them now), and
    the first traceback looks up the file of every module.
    """
    inspect.getmodule(compile("", "<of no module>", "exec"))  # of a file that it knows it looks for nothing
    with contextlib.suppress(Exception):
        sys.modules["matplotlib.font_manager"]._get_font.cache_clear()
    with contextlib.suppress(Exception):  # it knows fonts, too, whose files no fork has open
        sys.modules["matplotlib.mathtext"].MathTextParser._parse_cached.cache_clear()
    renewed: Any = getattr(logging, "_at_fork_reinit_lock_weakset", set())
    handlers, lock = list(renewed), threading.RLock()
    for handler in handlers:
        handler.lock = lock
        if handler is not handlers[0]:
            renewed.discard(handler)


def _threads() -> int:
    """Return how many threads this process has, those of libraries included where the system lists them."""
    with contextlib.suppress(OSError):
        return len(os.listdir("/proc/self/task"))
    return threading.active_count()


def _import(statements: Iterable[str]) -> tuple[list[str], list[str]]:
    imported, failed = list[str](), list[str]()
    for statement in statements:
        try:
            with warnings.catch_warnings():
                exec(statement, {"__name__": "__main__"})
            imported.append(statement)
        except BaseException as error:
            failed.append(f"{statement} ({type(error).__name__})")
    return imported, failed


def _train() -> None:
    """Run two steps of a small network: an optimizer's first imports torch's compiler."""
    import torch

    net = torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.Softplus(), torch.nn.Linear(8, 2))
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-4, weight_decay=0.01)
    for _ in range(2):
        loss = net(torch.randn(64, 2)).square().sum(dim=1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss.item()
    with torch.no_grad():
        net(torch.randn(3, 2)).numpy()


def _draw() -> None:
    """Draw what plots are made of: glyphs, mathematical text, markers, arrows, a legend."""
    import numpy
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4, 4), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    x, y, u, v = numpy.random.rand(4, 9)
    axes.scatter(x, y, s=4, alpha=0.5, label="abc XYZ 0123")
    axes.quiver(x, y, u, v, angles="xy", width=0.005)
    axes.plot([1, 2, 3], "o-", label="line")
    axes.set(xlabel="$x_1$", ylabel="$x_2$", title="abc")
    axes.legend()
    figure.canvas.print_figure(io.BytesIO(), format="png", bbox_inches="tight")
