"""The class report's figures, drawn without any global state and made fit to stand inside a page."""

import base64
import io
from collections import Counter
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

INK, GREY, PALE, BLUE = "#22262b", "#6b7480", "#d5dae0", "#2f5d8a"
_STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "svg.fonttype": "path",
    "svg.hashsalt": "report",
    "text.parse_math": False,
    "text.color": INK,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
}
_DARK = {"#ffffff": "#16191d", INK: "#e3e6ea", GREY: "#a2abb6", PALE: "#3a414a", BLUE: "#7fb2e5"}
_WIDTH = 4.8  # inches: its text can still be read on a phone


def totals_figure(totals: Sequence[float], best: float) -> str:
    """How many students reached which total, with median and quartiles, as the address of an inline SVG."""
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(_WIDTH, 2.7), layout="constrained")
        axes = figure.add_subplot()
        top = max(best, *totals, 1.0)
        low = min(0.0, *totals)
        axes.hist(totals, bins=np.linspace(low, top, 21).tolist(), color=BLUE, edgecolor="white", linewidth=1)
        first, median, third = np.percentile(totals, [25, 50, 75])
        axes.axvspan(first, third, color=PALE, alpha=0.6, zorder=0, linewidth=0)
        axes.axvline(median, color=INK, linewidth=1.2)
        axes.annotate("median", (median, 1), (3, 2), xycoords=("data", "axes fraction"), textcoords="offset points")
        axes.set(xlabel="total points", ylabel="students", xlim=(low, top))
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        return _address(figure)


def tasks_figure(shares: Sequence[tuple[str, Sequence[float]]]) -> str:
    """For each task the share of its points that each student earned, as the address of an inline SVG."""
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(_WIDTH, 0.75 + 0.42 * len(shares)), layout="constrained")
        axes = figure.add_subplot()
        for height, (_, values) in enumerate(shares):
            _draw_task(axes, height, values)
        axes.set_yticks(range(len(shares)), [_short(name) for name, _ in shares])
        axes.set(xlabel="share of the task's points, %", ylim=(len(shares) - 0.5, -0.5))
        axes.margins(x=0.04)
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        return _address(figure)


def _draw_task(axes: Axes, height: int, values: Sequence[float]) -> None:
    axes.plot([0, 100], [height, height], color=PALE, linewidth=1, zorder=0)
    if not values:
        return
    percent = [round(100 * value, 1) for value in values]
    first, median, third = np.percentile(percent, [25, 50, 75])
    axes.plot([first, third], [height, height], color=PALE, linewidth=9, solid_capstyle="butt", zorder=1)
    places, counts = zip(*Counter(percent).items(), strict=True)
    areas = [260 * count / len(percent) + 6 for count in counts]
    axes.scatter(places, [height] * len(places), s=areas, color=BLUE, alpha=0.75, linewidth=0, zorder=2)
    axes.plot([median, median], [height - 0.3, height + 0.3], color=INK, linewidth=1.6, zorder=3)


def _short(name: str) -> str:
    return name if len(name) <= 18 else name[:17] + "…"


def _address(figure: Figure) -> str:
    drawing = io.BytesIO()
    figure.savefig(drawing, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = drawing.getvalue().decode("utf-8").replace("</metadata>", f"</metadata>{_dark_style()}", 1)
    return "data:image/svg+xml;base64," + base64.b64encode(text.encode("utf-8")).decode("ascii")


def _dark_style() -> str:
    """Return the style that changes a figure's colours for a dark page, which a picture does not know of."""
    rules = [
        f'[style*="{part}: {light}"] {{ {part}: {dark} !important }}'
        for light, dark in _DARK.items()
        for part in ("fill", "stroke")
    ]
    return f"<style>@media (prefers-color-scheme: dark) {{ {' '.join(rules)} }}</style>"
