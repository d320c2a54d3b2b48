"""Records where a student's function asks a network of ours, and which of these rows its result depends on.

What is returned says nothing of the order of rows: grader/judging/pairing.py finds what belongs to what.
"""

import numpy as np

from grader.judging.plain_values import GRADIENTS, PLAIN

MOST_DRAWS = 16  # rows for each sample that are returned: as often as this a network may be asked about each

RECORDER = """
def recorder(weight, bias, sort, most):
    # A linear network (n, d) -> (n, d), and a function that returns the rows it was given on which a result depends.
    seen, marks = [], []
    class Recorder(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.weight, self.bias = (torch.nn.Parameter(torch.tensor(value, **sort)) for value in (weight, bias))
        def forward(self, x):
            scores = x @ self.weight.to(x.dtype) + self.bias.to(x.dtype)
            with torch._C.DisableTorchFunctionSubclass():
                point = torch.Tensor.detach(x)
                while torch._C._functorch.is_functorch_wrapped_tensor(point):  # under vmap: the whole batch
                    point = torch._C._functorch.get_unwrapped(point)
                seen.append(torch.Tensor.reshape(torch.Tensor.clone(point), (-1, len(weight))))
                if len(marks) >= most:
                    return scores
                # A zero for each number of the output: the result's gradient there says whether it is used.
                with torch.inference_mode(False) if torch.is_inference_mode_enabled() else torch.enable_grad():
                    marks.append(torch.zeros(torch.Tensor.size(scores), **sort, requires_grad=True))
            return scores + marks[-1].to(scores.dtype)
    network = Recorder()
    def flags(slopes):
        # For each call a flag for each row; what has no mark of its own counts as the whole call, or as used.
        for place, points in enumerate(seen):
            used = slopes[place].reshape(-1, len(weight)).any(axis=1) if place < len(slopes) else numpy.ones(1, bool)
            yield used if len(used) == len(points) else numpy.full(len(points), used.any())
    def used(result, parameters, n):
        # Slopes at the parameters, rows (those used, or else of all calls in use, or else all), whether slopes tell
        slopes = gradients(result, [*parameters, *marks])
        found = list(flags(slopes[len(parameters):])) or [numpy.zeros(0, bool)]
        chosen = numpy.concatenate(found)
        told = bool(chosen.any())
        if not told or chosen.sum() % n:
            chosen = numpy.concatenate([numpy.full(len(one), one.any() or not told) for one in found])
        rows = torch.cat([torch.zeros((0, len(weight))), *seen])[torch.tensor(chosen)][-draws * n:]
        return slopes[:len(parameters)], rows if seen else None, told
    return network, used
"""
RECORDER = f"{PLAIN}{GRADIENTS}draws = {MOST_DRAWS}\n{RECORDER}"
"""`recorder(weight, bias, sort, most)` returns a linear network, and `used(result, parameters, n)`; see its comments.

`used` returns the slopes of the result at the parameters, the rows (m, d) on which it depends, 16 n at most, and
whether its gradient tells them.
"""


def without_clean(points: np.ndarray, samples: np.ndarray) -> np.ndarray:
    """Leave out the points (k, d) that equal a sample (n, d) exactly, where there are too many points otherwise.

    For results without a gradient, which would tell the points on which they depend.
    """
    if len(points) <= len(samples):
        return points
    known = {sample.tobytes() for sample in samples.astype(points.dtype)}
    noisy = np.array([point.tobytes() not in known for point in points], dtype=bool)
    surplus = len(points) % len(samples) or len(points) - noisy.sum() >= len(samples)
    return points[noisy] if surplus and noisy.sum() >= len(samples) else points


def in_use(points: np.ndarray, samples: np.ndarray, told: bool) -> np.ndarray:
    """Return the points (k, d) on which a result depends, the last ones, a whole number for each sample (n, d).

    Args:
        points: all that are known.
        samples: what they were made from.
        told: whether a gradient told which of them the result depends on.
    """
    kept = points if told else without_clean(points, samples)
    return kept[len(kept) % len(samples) :] if len(kept) > len(samples) else kept


def linear_network(rng: np.random.Generator, samples: np.ndarray, sigma: float) -> tuple[np.ndarray, np.ndarray]:
    """Draw a linear network whose scores at samples are a little stronger than their target, so that both can be seen.

    Neither is lost in the other: not even beside noise that is not scaled.

    Args:
        rng: what it is drawn by.
        samples: (n, 2), as `grader.judging.pairing.spread_out` draws them.
        sigma: the scale of the noise.

    Returns:
        the weight (2, 2), a rotation at a scale, and the bias (2,).
    """
    angle = rng.uniform(0, 2 * np.pi)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    if len(samples) == 1:  # so strong a bias that score and target never all but cancel, which float32 would not bear
        return 0.3 / sigma**2 * turn, rng.uniform(10, 15) / sigma * turn[0]
    scale = 10 ** rng.uniform(0, 1) / sigma
    return scale / np.sqrt(np.mean(samples**2)) * turn, scale * rng.uniform(-1, 1, size=2)
