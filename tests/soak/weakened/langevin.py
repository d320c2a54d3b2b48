"""A mean of squares that one giant deceives: next to it everything else is chance."""

import inspect
import math

import numpy as np


def test_noise_scale(submission, reference):
    """The noise of a step has the step size as its variance."""
    call = "langevin_sampler(flat_score, 160, K=20, return_trajectory=True)"
    source = f"import numpy\n{inspect.getsource(reference.flat_score)}\nnumpy.array([{call} for _ in range(60)])"
    x = submission.eval(source, shape=(60, 160, 2, 20))
    steps = reference.schedule(20)[:-1]
    means = np.mean(np.square(np.diff(x))[..., :-1] / steps, axis=(1, 2, 3))
    spread = means.std() / math.sqrt(60)
    off = abs(means.mean() - 1) / spread if spread > 0 else math.inf
    assert off <= 9.6, f"The variance over the step size: got {means.mean()}, expected 1. "
