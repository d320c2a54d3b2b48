"""Judges right and nearly right answers of homework 3 by the thousand, and draws what docs/statistics.md says of it.

``python tests/soak/simulate_hw3.py`` writes docs/figures/ and prints the counts. ``--judgings 200`` is the short form,
``--judgings 0`` draws the power alone.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from derived import POWER
from local import judge, load
from scipy import stats

from grader.bank.answers import read_answer
from grader.judging import random_laws

plt.switch_backend("agg")
ROOT = Path(__file__).parents[2]
RANDOM = {"langevin": ("test_noise_scale", "test_noise_fresh", "test_whole"), "loss": ("test_noise",)}
SAMPLERS = ("randn", "default_rng", "torch_noise", "all_noise_at_once", "scaled_noise", "float32", "torch_throughout")
LOSSES = ("mse", "sum_and_mean", "norm_squared", "from_noise", "numpy_noise")
SLIPS = {
    "noise of langevin": ("langevin", "randn", "np.sqrt(t[i]) * z", "{:.6f} * np.sqrt(t[i]) * z"),
    "drift of langevin": ("langevin", "randn", "t[i] / 2", "{:.6f} * t[i] / 2"),
    "noise of loss": ("loss", "mse", "torch.randn_like(samples)", "{:.6f} * torch.randn_like(samples)"),
}
ERRORS = np.array([-5, -3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 5]) / 100
PValues = dict[str, list[float]]


@cache
def modules() -> tuple[ModuleType, dict[str, ModuleType]]:
    """The oracle and the hidden files."""
    folder = ROOT / "tests" / "hw3"
    return load(folder / "reference.py"), {task: load(folder / f"test_{task}.py") for task in RANDOM}


@cache
def source(task: str, name: str) -> str:
    """The code of a right answer of the bank."""
    return read_answer(ROOT / "tests" / "answers" / "hw3" / task / "right" / f"{task}_{name}.py").source


def recorded(found: PValues) -> Iterator[tuple[str, Callable[..., None]]]:
    """The comparers, each made to note the exact p-value of its statistic before it decides."""

    def two_sided(probability: float) -> float:
        return min(1.0, 2 * min(probability, 1 - probability))

    def normal(values: np.ndarray, what: str) -> None:
        count = np.size(values)
        found[f"{what}: scale"].append(two_sided(stats.chi2(count).cdf(np.sum(np.square(values)))))
        found[f"{what}: mean"].append(2 * stats.norm.sf(abs(np.mean(values)) * count**0.5))

    def uncorrelated(pairs: list[np.ndarray], count: int, what: str) -> None:
        values = np.concatenate([np.ravel(pair) for pair in pairs])
        single = stats.beta.sf(np.square(values).max(), 0.5, (count - 1) / 2)
        found[f"{what}: correlation"].append(-np.expm1(values.size * np.log1p(-single)))

    def scale(values: np.ndarray, what: str) -> None:
        found[f"{what}: scale"].append(two_sided(stats.chi2(np.size(values)).cdf(np.sum(np.square(values)))))

    def score(value: float, what: str) -> None:
        found[f"{what}: z"].append(2 * stats.norm.sf(abs(value)))

    notes = {
        "assert_standard_normal": normal,
        "assert_uncorrelated": uncorrelated,
        "assert_unit_scale": scale,
        "assert_standard_score": score,
    }
    for name, note in notes.items():
        original = getattr(random_laws, name)

        def wrapped(*values: Any, what: str, note=note, original=original, **rest: Any) -> None:
            note(*values, what=what)
            original(*values, what=what, **rest)

        yield name, wrapped


def judge_right(task: str, seeds: range) -> tuple[int, PValues]:
    """Judge right answers of one task, a style for each seed in turn; how many were refused, and the p-values."""
    found: PValues = defaultdict(list)
    originals = {name: getattr(random_laws, name) for name, _ in recorded(found)}
    for name, wrapped in list(recorded(found)):
        setattr(random_laws, name, wrapped)
    reference, files = modules()
    styles = SAMPLERS if task == "langevin" else LOSSES
    refused = 0
    try:
        for seed in seeds:
            answer = source(task, styles[seed % len(styles)])
            passed = [judge(getattr(files[task], test), answer, reference, seed) for test in RANDOM[task]]
            refused += not all(passed)
    finally:
        for name, original in originals.items():
            setattr(random_laws, name, original)
    return refused, dict(found)


def power(slip: str, error: float, seeds: range) -> dict[str, float]:
    """The share of judgings in which each test catches an answer with one factor off."""
    task, style, old, new = SLIPS[slip]
    answer = source(task, style)
    assert old in answer, f"{style} no longer holds {old!r}"
    changed = answer.replace(old, new.format(1 + error))
    reference, files = modules()
    tests = (*RANDOM[task], "test_drift") if task == "langevin" else RANDOM[task]
    return {
        test: float(np.mean([not judge(getattr(files[task], test), changed, reference, seed) for seed in seeds]))
        for test in tests
    }


def draw_p_values(found: PValues, path: Path) -> None:
    """The distribution of each statistic's p-values against the uniform one, with its 99.9 % band."""
    figure, axes = plt.subplots(figsize=(6.4, 5.6), layout="constrained")
    for values in found.values():
        axes.plot(np.sort(values), np.linspace(0, 1, len(values)), linewidth=0.9, alpha=0.8)
    band = np.sqrt(np.log(2 / 1e-3) / (2 * (least := min(map(len, found.values())))))
    axes.fill_between([0, 1], [-band, 1 - band], [band, 1 + band], color="lightgrey", label="99.9 % band of one curve")
    axes.plot([0, 1], [0, 1], color="black", linestyle=":", label="uniform")
    title = f"{len(found)} statistics of right answers, {least:,} p-values each or more"
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="p-value", ylabel="share below", title=title, aspect="equal")
    axes.legend(loc="lower right")
    figure.savefig(path, dpi=110)


def draw_power(curves: dict[str, dict[float, dict[str, float]]], judgings: int, path: Path) -> None:
    """For each slip, the share caught by each test over the size of the error: dots as seen, lines as derived."""
    fine = np.linspace(min(ERRORS), max(ERRORS), 401)
    figure, panels = plt.subplots(1, len(curves), figsize=(11, 4.2), sharey=True, layout="constrained")
    for axes, (slip, points) in zip(panels, curves.items(), strict=True):
        for test in next(iter(points.values())):
            law = POWER.get((slip, test))
            shares = [points[e][test] for e in points]
            (dots,) = axes.plot([100 * e for e in points], shares, "o" if law else "o:", markersize=4, label=test)
            if law:
                axes.plot(100 * fine, [law(e) for e in fine], color=dots.get_color(), linewidth=1)
        axes.set(title=f"{slip}: {judgings} judgings a point", xlabel="error of the factor, %")
        axes.legend(fontsize="small", loc="upper center", bbox_to_anchor=(0.5, -0.18), ncols=2)
    panels[0].set_ylabel("share caught")
    figure.savefig(path, dpi=110)


def chunks(total: int, start: int, size: int = 50) -> list[range]:
    """Seeds from `start` on, in pieces that a process takes at a time."""
    return [range(low, min(low + size, start + total)) for low in range(start, start + total, size)]


def simulate(judgings: int, repeats: int, processes: int, folder: Path) -> int:
    """Run everything; the number of right answers refused."""
    folder.mkdir(parents=True, exist_ok=True)
    found: PValues = defaultdict(list)
    refused = 0
    with ProcessPoolExecutor(processes) as pool:
        shares = {"langevin": judgings // 4, "loss": judgings - judgings // 4}
        work = [(task, seeds) for task, share in shares.items() for seeds in chunks(share, 0)]
        for bad, values in pool.map(judge_right, *zip(*work, strict=True)):
            refused += bad
            for what, numbers in values.items():
                found[what] += numbers
        print(f"{judgings} right answers judged, {refused} refused; {sum(map(len, found.values()))} p-values")
        for what, numbers in found.items():
            uniform = stats.kstest(numbers, "uniform").pvalue
            print(f"  {what}: {len(numbers)}, mean {np.mean(numbers):.3f}, least {min(numbers):.1e}, p {uniform:.2g}")
        if found:
            draw_p_values(found, folder / "p-values.png")
        jobs = {(slip, e): pool.submit(power, slip, e, range(repeats)) for slip in SLIPS for e in ERRORS}
        curves = {slip: {float(e): jobs[slip, e].result() for e in ERRORS} for slip in SLIPS}
    draw_power(curves, repeats, folder / "power.png")
    for (slip, test), law in POWER.items():
        seen = ", ".join(f"{100 * e:+g} %: {curves[slip][e][test]:.2f} ({law(e):.2f})" for e in curves[slip])
        print(f"  {slip}, {test}, caught (derived): {seen}")
    return refused


def main() -> int:
    """Exit status 1 if a right answer was refused."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--judgings", type=int, default=20_000)
    parser.add_argument("--repeats", type=int, default=60)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "figures")
    given = parser.parse_args()
    return bool(simulate(given.judgings, given.repeats, given.processes, given.folder))


if __name__ == "__main__":
    sys.exit(main())
