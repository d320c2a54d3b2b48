"""Hidden tests of task 2: the Langevin sampler, judged step by step from its trajectory.

Each part of a step is seen alone: a steep score makes a step drift only, a score of zero makes it noise only.
The last test asks for all parts together. Derivations, false alarms and power: docs/statistics.md.
"""

import inspect

import numpy as np
import pytest

from grader.judging import compare, random_laws
from grader.judging.plain_values import PLAIN
from grader.kernel.submission import checked
from grader.wording import amount

# The bound on the false alarm of each random comparison; there are 22 in this file: 2.2e-11 together.
ALPHA = 1e-12
# In units of the score: noise adds 1e-5 at most (10 standard deviations over a steepness of 1e6), float32 1e-6.
DRIFT_TOLERANCE = 1e-3
ALONG_TOLERANCE = 1e-4
# The drift over all steps in units of the right one: slips of a factor are judged elsewhere, others are none.
WEAKEST, STRONGEST = 1 / 50, 50
WEAK = 0.1  # below it the noise leaves the line by as much as above it
# A step of size zero moves nothing; float32 would repeat the same number exactly as well.
STILL = 1e-5
# Steep scores lead a right walk to 1e7, the worst slip of the bank to 1e10.
FARTHEST = 1e12
# Calls in one question, which has its own time limit: also a loop over all samples must come back in time.
AT_ONCE = 10


def run(submission, score_fn, shape, call, times=1):
    """The answers of some calls, (times, *shape); a call may use a score function of the reference by its name."""
    source = f"{PLAIN}\n{inspect.getsource(score_fn)}\n[plain({call}) for _ in range(times)]"
    hint = "What does the function return?"
    answers = []
    while len(answers) < times:
        few = min(times - len(answers), AT_ONCE)
        more = submission.eval(source, times=few)
        if not isinstance(more, list) or len(more) != few:
            compare.fail("The calls", "something else than their answers", "one array for each", hint)
        answers += [checked(answer, shape) for answer in more]
    x = np.stack(answers)
    compare.assert_bounded(x, FARTHEST, what="The samples", hint="Do the points run away?")
    return x


def drift_factors(submission, reference, K=20, n=200):
    """Twice the factor of the score in each of the K - 1 steps; how far a step strays from the score's line."""
    call = f"langevin_sampler(steep_score, {n}, K={K}, return_trajectory=True)"
    (x,) = run(submission, reference.steep_score, (n, 2, K), call)
    factors, strays = [], []
    for i in range(1, K):
        step, score = x[:, :, i] - x[:, :, i - 1], reference.steep_score(x[:, :, i - 1])
        size = np.sum(score * score)
        factor = np.sum(step * score) / size if size > 0 else 0.0
        factors.append(2 * factor)
        strays.append(np.abs(step - factor * score).max() / reference.STEEPNESS)
    return np.array(factors), max(strays)


@pytest.mark.points(6)
def test_drift(submission, reference):
    """Each step follows the score for half of a step size."""
    factors, stray = drift_factors(submission, reference)
    hint = "Which point is the score taken at, what is it multiplied by, and with which sign?"
    if not stray <= ALONG_TOLERANCE:
        compare.fail("The drift of a step", "steps that leave the line of the score", "steps along it", hint)
    errors = [np.abs(factors - steps).max() for steps in reference.known_schedules(20)]
    if not min(errors) <= DRIFT_TOLERANCE:
        ratio = f"{amount(factors.sum() / reference.schedule(20).sum())} times the right length"
        compare.fail("The drift over all steps", ratio, "1", hint)


@pytest.mark.points(5)
def test_schedule(submission, reference):
    """The step sizes follow the schedule t, and the last step stands still."""
    hint = "Which entry of t belongs to step i? What is the last entry?"
    for K in (20, 7):
        factors, stray = drift_factors(submission, reference, K)
        steps = reference.schedule(K)
        ratio = factors.sum() / steps.sum()
        if not (WEAKEST <= abs(ratio) <= STRONGEST and stray <= ALONG_TOLERANCE * max(abs(ratio), WEAK)):
            compare.fail("The step sizes", "steps that do not follow the score", "steps in proportion to t", hint)
        error = np.abs(factors / ratio - steps).max()
        if not error <= DRIFT_TOLERANCE:
            compare.fail("The step sizes", f"one that is {amount(error)} off", "steps in proportion to t", hint)


@pytest.mark.points(5)
def test_noise_scale(submission, reference):
    """The noise of a step has the step size as its variance."""
    runs, n, K = 20, 480, 20
    call = f"langevin_sampler(flat_score, {n}, K={K}, return_trajectory=True)"
    x = run(submission, reference.flat_score, (n, 2, K), call, runs)
    noise = np.diff(x, axis=-1)
    squares = np.square(noise).mean(axis=(0, 1, 2))
    hint = "Is the step size the variance of the noise, or its standard deviation?"
    moving = squares > STILL
    schedules = [steps for steps in reference.known_schedules(K) if np.array_equal(steps > 0, moving)]
    if not schedules and moving[-1]:
        raise AssertionError(f"The last step has size zero, but there is noise in it. {hint}")
    # One slip in the schedule is judged elsewhere: whose shape is the nearest?
    steps = min(schedules or [reference.schedule(K)], key=lambda steps: reference.unlikeness(squares, steps))
    moves = steps > 0
    noise = noise[..., moves] / np.sqrt(steps[moves])
    # Noise that is shared, which is judged elsewhere too, counts once.
    random_laws.assert_unit_scale(noise, alpha=ALPHA, what="The noise's variance over the step size", hint=hint)


@pytest.mark.points(5)
def test_noise_fresh(submission, reference):
    """The noise is normal, and fresh for every sample, axis, step and call."""
    n, K = 2000, 20
    call = f"langevin_sampler(flat_score, {n}, K={K}, return_trajectory=True)"
    runs = run(submission, reference.flat_score, (n, 2, K), call, 2)
    noise, other = (reference.solve_noise(x, reference.flat_score).reshape(n, -1) for x in runs)
    hint = "Is a new number drawn for every sample, both axes and each step, and from which law?"
    random_laws.assert_normal_shape(noise.reshape(2 * n, -1), alpha=ALPHA, what="The noise", hint=hint)
    random_laws.assert_fresh_columns(noise, alpha=ALPHA, what="Noise of different steps and axes", hint=hint)
    start = runs[0][:, :, 0]
    if np.abs(start).max() > 0:  # all zero, it is judged elsewhere
        cosines = random_laws.cosines(start, noise)
        random_laws.assert_uncorrelated([cosines], n, alpha=ALPHA, what="Noise and starting point", hint=hint)
    cosines = random_laws.cosines(noise[:100].T, noise.T)[~np.eye(100, n, dtype=bool)]
    random_laws.assert_uncorrelated([cosines], 2 * (K - 2), alpha=ALPHA, what="Noise of different samples", hint=hint)
    cosines = random_laws.cosines(other.reshape(-1, 1), noise.reshape(-1, 1))
    random_laws.assert_uncorrelated([cosines], noise.size, alpha=ALPHA, what="Noise of two calls", hint=hint)


@pytest.mark.points(4)
def test_whole(submission, reference):
    """Start, steps and end follow their exact laws, for any score, number of samples and K."""
    tilted, heavy = reference.tilted_score, reference.heavy_score
    call = "langevin_sampler(tilted_score, 6000, return_trajectory=True)"
    (x,) = run(submission, tilted, (6000, 2, 20), call)
    assert_start(x)
    assert_steps(reference, x, tilted)
    assert_drift(reference, x)
    call = "langevin_sampler(heavy_score, 1500, K=8, return_trajectory=True)"
    (x,) = run(submission, heavy, (1500, 2, 8), call)
    assert_start(x)
    assert_steps(reference, x, heavy)
    (x,) = run(submission, heavy, (1, 2, 2), "langevin_sampler(heavy_score, 1, K=2, return_trajectory=True)")
    assert_start(x)
    assert_still(x)
    assert_end(submission, reference, 20, "langevin_sampler(tilted_score, 4000)")
    assert_end(submission, reference, 3, "langevin_sampler(tilted_score, 4000, K=3)")


def assert_start(x):
    """The first points of a trajectory (n, 2, K) are iid 2 N(0, I)."""
    hint = "What law is x_0 drawn from?"
    random_laws.assert_standard_normal(x[:, :, 0] / 2, alpha=ALPHA, what="The start over 2", hint=hint)
    if len(x) > 1:  # a single sample has no correlation
        random_laws.assert_fresh_columns(x[:, :, 0], alpha=ALPHA, what="The two axes of the start", hint=hint)


def assert_end(submission, reference, K, call):
    """Samples without their trajectory follow the exact law of the last point."""
    (x,) = run(submission, reference.tilted_score, (4000, 2), call)
    white = np.linalg.solve(np.linalg.cholesky(reference.covariances(K)[-1]), x.T).T
    hint = "Without return_trajectory, which entry of the trajectory is returned?"
    what = f"The samples for K = {K}, whitened"
    random_laws.assert_standard_normal(white, alpha=ALPHA, what=what, hint=hint)
    random_laws.assert_fresh_columns(white, alpha=ALPHA, what=what, hint=hint)


def assert_still(x):
    """The last step, of size zero, moves nothing."""
    moved = np.abs(x[:, :, -1] - x[:, :, -2]).max()
    if not moved <= STILL * (1 + np.abs(x).max()):
        compare.fail("The last step", f"a move of {amount(moved)}", "none", "What is the last entry of t?")


def assert_steps(reference, x, score_fn):
    """The noise solved from a trajectory (n, 2, K) is iid N(0, 1), and independent of the state it meets."""
    assert_still(x)
    noise = reference.solve_noise(x, score_fn)
    n, _, steps = noise.shape
    what = "The noise that your steps imply"
    hint = "Which drift, which step size and which noise does step i use?"
    random_laws.assert_standard_normal(noise, alpha=ALPHA, what=what, hint=hint)
    random_laws.assert_fresh_columns(noise.reshape(n, -1), alpha=ALPHA, what=what, hint=hint)
    cosines = [random_laws.cosines(noise[:, :, i], np.hstack([x[:, :, i], score_fn(x[:, :, i])])) for i in range(steps)]
    random_laws.assert_uncorrelated(cosines, n, alpha=ALPHA, what=f"{what}, against the state", hint=hint)


def assert_drift(reference, x):
    """The noise solved from a Gaussian trajectory (n, 2, K) does not lean on the score, over all steps together."""
    leaning, hint = reference.leaning(x), "What is the score multiplied by?"
    random_laws.assert_standard_score(leaning, alpha=ALPHA, what="The drift over all steps", hint=hint)
