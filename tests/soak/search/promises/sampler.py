"""What the hidden tests of `sampler` promise, measured with another field: 1 is the most that is allowed."""

from typing import Any

import numpy as np
import torch

from search.measuring import typical


class Field(torch.nn.Module):
    """A bounded field, about 40 long."""

    def __init__(self, rng: np.random.Generator) -> None:
        super().__init__()
        angle = rng.uniform(0, 2 * np.pi)
        turn = [[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]
        self.weight = torch.nn.Parameter(torch.as_tensor(turn, dtype=torch.float32))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The arrows at x (..., 2)."""
        return 40.0 * torch.tanh(x @ self.weight.to(x.dtype) - 0.4)


class Walk:
    """One call of an answer: its field, its start, and the points that it returned."""

    def __init__(self, given: dict[str, Any], rng: np.random.Generator, **options: Any) -> None:
        self.field = Field(rng)
        start = rng.choice([-1, 1], size=2) * rng.uniform(0.8, 1.6, size=2)
        self.x = torch.as_tensor(start, dtype=torch.float32)
        self.start = self.x.clone()
        self.returned = given["sample_simple"](self.field, self.x, **options)
        points = self.returned.detach().cpu() if torch.is_tensor(self.returned) else self.returned
        self.points = np.array(points, dtype=np.float64)
        self.eps = options.get("eps", 1e-3)

    def move(self, points: np.ndarray) -> np.ndarray:
        """The steps that are due at some points (n, 2)."""
        with torch.no_grad():
            return self.eps * self.field(torch.as_tensor(points)).numpy()


def step(given: dict[str, Any], rng: np.random.Generator) -> float:
    """The largest error of a step, in units of the longest one due; rows that are too many stand before the rest."""

    def error() -> float:
        walk = Walk(given, rng, n_steps=14, eps=2e-3)
        points = walk.points[-14:]
        due = walk.move(points[:-1])
        return float(np.linalg.norm(np.diff(points, axis=0) - due, axis=1).max() / np.linalg.norm(due, axis=1).max())

    return typical(error) / 0.02


def rows(given: dict[str, Any], rng: np.random.Generator) -> float:
    """The number of rows; how far the first is from x; and whether the second has left it, but not gone astray."""

    def error(n_steps: int) -> float:
        walk = Walk(given, rng, n_steps=n_steps, eps=2e-3)
        if walk.points.shape != (n_steps + 1, 2):
            return np.inf
        start = walk.start.numpy().astype(np.float64)
        due = np.linalg.norm(walk.move(start[None]))
        first, second = (np.linalg.norm(walk.points[i] - start) for i in (0, 1))
        return max(first / due / 0.02, 0.005 * due / max(second, 1e-300), second / np.linalg.norm(start))

    return max(typical(lambda n=n: error(n)) for n in (1, 8))


def path(given: dict[str, Any], rng: np.random.Generator) -> float:
    """The largest distance from the right path, in units of a step."""

    def error(options: dict[str, Any]) -> float:
        walk = Walk(given, rng, **options)
        points = [walk.start.numpy().astype(np.float64)]
        for _ in range(options.get("n_steps", 20)):
            points.append(points[-1] + walk.move(points[-1][None])[0])
        due = np.array(points)
        if walk.points.shape != due.shape:
            return np.inf
        return float(
            np.linalg.norm(walk.points - due, axis=1).max() / np.linalg.norm(np.diff(due, axis=0), axis=1).max()
        )

    settings: tuple[dict[str, Any], ...] = ({}, {"n_steps": 1, "eps": 1e-2}, {"n_steps": 30})
    return max(typical(lambda options=options: error(options)) for options in settings) / 0.02


def isolation(given: dict[str, Any], rng: np.random.Generator) -> float:
    """Whether the path is attached, or changes with x, or x with it; and whether it has left x at all."""

    def error() -> float:
        walk = Walk(given, rng, n_steps=5, eps=1e-3)
        attached = getattr(walk.returned, "requires_grad", False)
        written = not torch.equal(walk.x.detach(), walk.start)
        with torch.no_grad():
            walk.x.add_(1.0)
        after = np.array(walk.returned.detach() if torch.is_tensor(walk.returned) else walk.returned, dtype=np.float64)
        changed = bool(np.abs(after - walk.points).max() > 0)
        moved = float(np.abs(walk.points[-1] - walk.start.numpy()).max())
        return np.inf if attached or written or changed else 1e-6 / max(moved, 1e-300)

    return typical(error)


MEASURES = {"test_step": step, "test_rows": rows, "test_path": path, "test_isolation": isolation}
