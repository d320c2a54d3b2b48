"""Hidden tests of task 4: the denoising score matching loss, judged on the noisy samples it made.

The network is ours and linear; it records its inputs, and what is due is computed from those on which the loss depends,
in whatever order and however often it asks for them: the samples are so far apart that each noisy one tells its own.
As it is the student who says where the network is asked, each test sees to it that the points tell right losses from
others. A loss is a tensor with one number; shape (1,) counts as scalar. Derivations: docs/statistics.md.
"""

import numpy as np
import pytest

from grader.judging import compare, random_laws
from grader.judging.pairing import different_draws, draws_of, spread_out
from grader.judging.recording import RECORDER, in_use, linear_network
from grader.kernel.submission import checked
from grader.wording import amount

# The bound on the false alarm of each random comparison; there are 9 in this file: 9e-12 together.
ALPHA = 1e-12
# A sample at 1,000 sigma plus noise of size sigma carries a relative float32 error of 6e-5 in the noise.
TOLERANCE = 1e-3
TELLING = 10 * TOLERANCE  # what a loss that leaves a part out has to be off by, at some of the points
FARTHEST = 1e6  # of noisy samples; unscaled noise leads to 10
# What a loss may be of the right one at most and at least: an ordinary slip's is from 1e-4 to 1e4.
SMALLEST, LARGEST = 1e-6, 1e6
APART, UNLIKE = 3.0, 1e9  # in test_noise: dues whose losses' order is judged, and how far from one factor losses may be
SIGMA = 0.01  # where none is given
SCALAR = "Over what is there still to sum or to average, and is it returned?"
TOWARDS = 0.9  # the cosine of a gradient that leads towards the target; one without the target has 0.47

RECORD = """
def record(samples, weight, bias, options):
    sort = {"dtype": torch.get_default_dtype()}  # of new networks and their data in the student's notebook
    network, used = recorder(weight, bias, sort, most=draws * len(samples))
    given, parameters = torch.tensor(samples, **sort), [network.weight, network.bias]
    loss = denoising_score_matching(network, given, **options)
    slopes, noisy, told = used(loss, parameters, len(samples))
    return plain(loss, "float64"), plain(noisy), told, plain(given), *slopes
"""
RECORD = RECORDER + RECORD + "[record(*call)[:kept] for call in calls]"
WITH_SAMPLES, WITH_GRADIENTS = 4, 6  # of what `record` returns


def call_of(x, weight, bias, sigma, given=True):
    """The arguments of `record`, as float32 holds them."""
    arrays = [np.asarray(value, dtype=np.float32) for value in (x, weight, bias)]
    return [*arrays, {"sigma": sigma} if given else {}]


def ask(submission, calls, kept=3):
    """Of each call the loss as a number, the noisy samples (n, m, 2) that it depends on, and what else is kept."""
    answers = submission.eval(RECORD, calls=calls, kept=kept)
    hint, found = "What is returned?", []
    if not isinstance(answers, list) or len(answers) != len(calls):
        compare.fail("The loss", "something else than numbers", "a tensor with one number", hint)
    for answer, (x, _, _, options) in zip(answers, calls, strict=True):
        if not isinstance(answer, list) or len(answer) != kept:
            compare.fail("The loss", "something else than numbers", "a tensor with one number", hint)
        loss = compare.one_number(answer[0], what="The loss", hint=SCALAR)
        noisy = noisy_of(answer[1], x, answer[2])
        found.append((loss, draws_of(noisy, x, options.get("sigma", SIGMA)), *answer[3:]))
    return found


def noisy_of(noisy, x, told):
    """The noisy points (m n, 2) of samples (n, 2), a whole number for each; those in use, if a gradient told."""
    if noisy is None:
        compare.fail("The network", "no samples to look at", "the noisy samples", "Where is scorenet called?")
    if isinstance(noisy, np.ndarray) and noisy.ndim == 2:
        noisy = in_use(noisy, x, told is True)
    rows = max(len(noisy), len(x)) if isinstance(noisy, np.ndarray) and noisy.ndim else len(x)
    noisy = checked(noisy, (rows, 2))
    hint = "What is added to the samples?"
    compare.assert_bounded(noisy, FARTHEST, what="The samples for the network", hint=hint)
    return noisy


def calls_of(rng, settings):
    """A call of `record` for each (n, sigma, whether sigma is given)."""
    for n, sigma, given in settings:
        x = spread_out(rng, n, sigma)
        yield call_of(x, *linear_network(rng, x, sigma), sigma, given)


@np.errstate(divide="ignore", invalid="ignore", over="ignore")
def ratios_of(submission, rng, reference, settings):
    """For calls with (n, sigma, whether sigma is given): losses (m,) and the other losses (m, 4), over what is due."""
    calls = list(calls_of(rng, settings))
    losses, others, dues = [], [], []
    for (loss, noisy), (x, weight, bias, _), (_, sigma, _) in zip(ask(submission, calls), calls, settings, strict=True):
        weight, bias = weight.astype(np.float64), bias.astype(np.float64)
        scores = (noisy @ weight + bias).reshape(-1, 2)
        target = reference.matching_target(noisy, x[:, None], sigma).reshape(-1, 2)
        losses.append(loss)
        others.append(reference.other_losses(scores, target))
        dues.append(reference.matching_loss(scores - target))
    dues = np.array(dues)
    return np.array(losses) / dues, np.array(others) / dues[:, None]


def assert_telling(offs):
    """The points that the network was asked at tell the right loss from all others, whose largest errors these are."""
    if not np.min(offs) > TELLING:
        where = "ones where it makes no difference whether scores and target both enter the loss"
        compare.fail("The points for the network", where, "samples with noise", "What is added to the samples?")


@pytest.mark.points(7)
def test_objective(submission, rng, reference):
    """The loss is proportional to the squared distance of the network from its target."""
    ratios, others = ratios_of(submission, rng, reference, [(3, 0.2, True)] * 12)
    hint = "Where does the target point? Which power of the distance is averaged?"
    if not (ratios.min() >= SMALLEST and ratios.max() <= LARGEST and reference.uneven(ratios) <= 2 * TOLERANCE):
        spread = f"ratios from {amount(ratios.min())} to {amount(ratios.max())}"
        compare.fail("The loss over the mean squared distance", spread, "one positive constant", hint)
    assert_telling(reference.uneven(others))


@pytest.mark.points(5)
def test_value(submission, rng, reference):
    """The loss has the right value for any batch size and sigma, and sigma is 0.01 by default."""
    hint = "Which factor stands before the mean? What is averaged, and what is summed?"
    settings = [(256, 0.01, False), (1, 0.5, True), (7, 0.1, True), (64, 0.02, True)]
    settings += [(3, 0.01, False), (1, 0.5, True), (7, 0.1, True)] * 5
    ratios, others = ratios_of(submission, rng, reference, settings)
    for (n, _, _), ratio in zip(settings, ratios, strict=True):
        if not abs(ratio - 1) <= TOLERANCE:
            compare.fail(f"The loss of a batch of {n} over the right one", float(ratio), "1", hint)
    assert_telling(np.abs(others - 1).max(axis=0))


@pytest.mark.points(3)
def test_noise(submission, rng):
    """The network is given samples with fresh normal noise of scale sigma, and the loss follows what it misses."""
    hint = "What is added to the samples, and is it drawn anew in every call?"
    still = np.zeros((2, 2))
    silent = [np.zeros(2)] * 8
    # Either way along one line: a multiple of the scores, as their sum, is not positive then.
    sizes = np.array([3e3, 1e4, 3e4, 1e5]) * rng.permutation([1, 1, -1, -1])
    loud = [size * np.array([1.0, -0.4]) for size in rng.permutation([0.0, 0.0, *sizes])]
    for n, sigma, given, biases in ((12500, 0.01, False, silent), (4000, 0.1, True, loud)):
        x = spread_out(rng, n, sigma).astype(np.float32)
        answers = [ask(submission, [call_of(x, still, bias, sigma, given)], WITH_SAMPLES)[0] for bias in biases]
        losses, seen, kept = zip(*answers, strict=True)
        if not all(np.array_equal(checked(samples, (n, 2)), x) for samples in kept):
            compare.fail("The samples", "other numbers after a call", "the same ones", "Is anything added in place?")
        noise = [different_draws(points) - x[:, None] for points in seen]
        residuals = [bias + one / sigma**2 for bias, one in zip(biases, noise, strict=True)]
        assert_follows(np.array(losses), np.array([np.square(one).sum(axis=-1).mean() / 2 for one in residuals]))
        columns = np.concatenate(noise, axis=1).reshape(n, -1) / sigma
        random_laws.assert_standard_normal(columns, alpha=ALPHA, what="The noise over sigma", hint=hint)
        random_laws.assert_fresh_columns(columns, alpha=ALPHA, what="The noise of axes and calls", hint=hint)
        pairs = [random_laws.cosines(x.astype(np.float64), columns)]
        random_laws.assert_uncorrelated(pairs, n, alpha=ALPHA, what="The noise against the samples", hint=hint)


def assert_follows(losses, dues):
    """Losses (m,) are positive, not all alike, grow where what is due grows, and not out of all proportion to it."""
    hint = "Does the loss grow with the distance between scores and target?"
    if not (losses.min() > 0 and dues.min() > 0 and np.ptp(losses) > 1e-6 * losses.max()):
        compare.fail("The losses of some calls", "some that are zero or all alike", "chance values", hint)
    order = losses[:, None] >= losses
    ratios = losses / dues
    if not (order[dues[:, None] >= APART * dues].all() and ratios.max() <= UNLIKE * ratios.min()):
        compare.fail("The losses of some calls", "some that do not follow the distance", "some that do", hint)


@pytest.mark.points(5)
def test_gradient(submission, rng, reference):
    """The gradient of the loss reaches the network and leads towards the target."""
    # With sigma = 1 and the weight -I the residual is bias - x wherever the noise leads, and the same for all samples:
    # any power of it has the same direction. Without the target it would be the noise, and the cosine about 0.5.
    n, sigma, weight = 64, 1.0, -np.eye(2)
    calls = []
    for towards_x in rng.permutation([1, 1, 1, -1, -1, -1]):
        x = rng.choice([-1, 1]) * rng.uniform(2.8, 3.2) * np.array([1.0, -1.0])
        residual = towards_x * rng.uniform(0.12, 0.16) * np.sign(x)
        calls.append(call_of(np.tile(x, (n, 1)), weight, x + residual, sigma))
    slopes, dues, untargeted = [], [], []
    for (_, noisy, _, *found), (x, _, bias, _) in zip(ask(submission, calls, WITH_GRADIENTS), calls, strict=True):
        arrays = compare.finite_arrays(found, [(2, 2), (2,)], what="The gradient", hint="Is the loss a tensor?")
        slopes.append(gradient(*arrays))
        points = noisy.reshape(-1, 2)
        scores, target = points @ weight + bias, reference.matching_target(points, x[0], sigma)
        for kept, residual in ((dues, scores - target), (untargeted, scores)):
            kept.append(gradient(points.T @ residual / len(points), residual.mean(axis=0)))
    slopes, dues, untargeted = np.concatenate(slopes), np.concatenate(dues), np.concatenate(untargeted)
    if not slopes.any():
        hint = "Is every operation between the network and the loss one that torch can differentiate?"
        compare.fail("The gradient at the network's parameters", "none", "one that is not zero", hint)
    hint = "Which way does the loss have to change when the scores come nearer to the target?"
    compare.assert_towards(slopes, dues, least=TOWARDS, what="The gradient", hint=hint)
    if not compare.towards(untargeted, dues)[0] < TOWARDS:
        where = "ones where the target makes no difference"
        compare.fail("The points for the network", where, "samples with noise", "What is added to the samples?")


def gradient(weight, bias):
    """The gradient at weight (2, 2) and bias (2,) as one vector (6,)."""
    return np.concatenate([np.ravel(weight), bias])
