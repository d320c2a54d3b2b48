"""Hidden tests of task 4: the denoising score matching loss, judged on the noisy samples it made.

The network is ours and linear; it records its inputs, and what is due is computed from these records. A loss
is a tensor with one number; shape (1,) counts as scalar. Derivations, false alarms and power: docs/statistics.md.
"""

import numpy as np
import pytest

from grader import compare
from grader.submission import checked

# The bound on the false alarm of each random comparison; there are 6 in this file: 6e-12 together.
ALPHA = 1e-12
# A sample of size 4 plus noise of size 0.01 carries a relative float32 error of 2e-5 in the noise.
TOLERANCE = 1e-3

RECORDER = """
import numpy, torch
class Recorder(torch.nn.Module):
    def __init__(self, weight, bias):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.as_tensor(weight, dtype=torch.float32))
        self.bias = torch.nn.Parameter(torch.as_tensor(bias, dtype=torch.float32))
        self.seen = []
    def forward(self, x):
        seen = x.detach()
        while torch._C._functorch.is_functorch_wrapped_tensor(seen):  # under vmap: the whole batch
            seen = torch._C._functorch.get_unwrapped(seen)
        self.seen.append(seen.clone().reshape(-1, 2))
        return x @ self.weight.to(x.dtype) + self.bias.to(x.dtype)
def record(samples, weight, bias, options):
    network = Recorder(weight, bias)
    given = torch.as_tensor(samples, dtype=torch.float32)
    kept = given.clone()
    loss = denoising_score_matching(network, given, **options)
    noisy = torch.cat(network.seen)[-len(samples):] if network.seen else None
    return network, loss, noisy, float((given - kept).abs().max())
"""
ONE = "list(record(x, weight, bias, options)[1:])"
GRADIENT = """
network, loss, noisy, _ = record(x, weight, bias, options)
if torch.is_tensor(loss) and loss.requires_grad:
    loss.sum().backward()
slopes = [torch.zeros_like(p) if p.grad is None else p.grad for p in (network.weight, network.bias)]
[loss, noisy, *slopes]
"""


def loss_and_noisy(answer, n):
    """A recorded call's loss as a number, and the noisy samples that the network was given, (n, 2)."""
    if not isinstance(answer, list) or len(answer) not in (3, 4):
        compare.fail("The loss", "something else than numbers", "a tensor with one number", "What is returned?")
    loss, noisy = answer[:2]
    hint = "Over what is there still to sum or to average, and is it returned?"
    if isinstance(loss, float | int) and not isinstance(loss, bool):
        loss = np.asarray(loss)
    if not isinstance(loss, np.ndarray) or loss.dtype.kind not in "fiu":
        kind = "None" if loss is None else getattr(loss, "dtype", type(loss).__name__)
        compare.fail("The loss", kind, "a tensor with one number", hint)
    if loss.size != 1:
        compare.fail("The loss", f"shape {loss.shape}", "a tensor with one number", hint)
    if noisy is None:
        compare.fail("The network", "no samples to look at", "the noisy samples", "Where is scorenet called?")
    noisy = checked(noisy, (n, 2))
    if not np.isfinite(loss).all():
        compare.fail("The loss", "NaN or infinity", "a finite number", "What is divided, and by what?")
    return float(loss.item()), noisy


def samples_of(rng, n):
    """Samples (n, 2) that float32 holds exactly."""
    return rng.normal(size=(n, 2)).astype(np.float32).astype(np.float64)


def field_of(rng, sigma):
    """Weight (2, 2) and bias (2,) of a linear network whose scores are of the size of their target."""
    scale = rng.uniform(0.3, 3.0) / sigma
    weight, bias = scale * rng.normal(size=(2, 2)), scale * rng.normal(size=2)
    return weight.astype(np.float32).astype(np.float64), bias.astype(np.float32).astype(np.float64)


def loss_and_due(submission, rng, reference, n, sigma, given=True):
    """A student's loss for n samples, and what it has to be for the noisy samples that the network was given."""
    x, (weight, bias) = samples_of(rng, n), field_of(rng, sigma)
    options = {"sigma": sigma} if given else {}
    answer = submission.eval(RECORDER + ONE, x=x, weight=weight, bias=bias, options=options)
    loss, noisy = loss_and_noisy(answer, n)
    residual = reference.matching_residual(noisy, x, sigma, noisy @ weight + bias)
    return loss, reference.matching_loss(residual)


@pytest.mark.points(7)
def test_objective(submission, rng, reference):
    """The loss is proportional to the squared distance of the network from its target."""
    pairs = [loss_and_due(submission, rng, reference, 3, 0.1) for _ in range(8)]
    ratios = np.array([loss / due for loss, due in pairs])
    hint = "Where does the target point? Which power of the distance is averaged?"
    if not (ratios.min() > 1e-6 and ratios.max() / ratios.min() - 1 <= 2 * TOLERANCE):
        spread = f"ratios from {ratios.min():.3g} to {ratios.max():.3g}"
        compare.fail("The loss over the mean squared distance", spread, "one positive constant", hint)


@pytest.mark.points(5)
def test_value(submission, rng, reference):
    """The loss has the right value for any batch size and sigma, and sigma is 0.01 by default."""
    hint = "Which factor stands before the mean? What is averaged, and what is summed?"
    for n, sigma, given in ((256, 0.01, False), (1, 0.5, True), (7, 0.1, True), (64, 0.02, True)):
        loss, due = loss_and_due(submission, rng, reference, n, sigma, given)
        what = f"The loss of a batch of {n} over the right one"
        if not abs(loss / due - 1) <= TOLERANCE:
            compare.fail(what, f"{loss / due:.3g}", "1", hint)


@pytest.mark.points(3)
def test_noise(submission, rng):
    """The network is given samples with fresh normal noise of scale sigma, and pays for missing it."""
    hint = "What is added to the samples, and is it drawn anew in every call?"
    for n, calls, sigma, options in ((12500, 8, 0.01, {}), (4000, 3, 0.3, {"sigma": 0.3})):
        x = samples_of(rng, n)
        still = {"weight": np.zeros((2, 2)), "bias": np.zeros(2)}
        inputs = {"x": x.astype(np.float32), "options": options, **still}
        answers = [submission.eval(RECORDER + ONE, **inputs) for _ in range(calls)]
        losses, seen = zip(*(loss_and_noisy(answer, n) for answer in answers), strict=True)
        losses, noise = np.array(losses), (np.array(seen) - x) / sigma
        if any(checked(answer[2], ()) for answer in answers):
            compare.fail("The samples", "other numbers after a call", "the same ones", "Is anything added in place?")
        if not (losses.min() > 0 and np.ptp(losses) > 0):
            compare.fail("The losses of a network of zeros", "some that are zero or all alike", "chance values", hint)
        columns = noise.transpose(1, 0, 2).reshape(n, -1)
        compare.assert_standard_normal(columns, alpha=ALPHA, what="The noise over sigma", hint=hint)
        compare.assert_fresh_columns(columns, alpha=ALPHA, what="The noise of axes and calls", hint=hint)
        pairs = [compare.cosines(x, columns)]
        compare.assert_uncorrelated(pairs, n, alpha=ALPHA, what="The noise against the samples", hint=hint)


@pytest.mark.points(5)
def test_gradient(submission, rng, reference):
    """The gradient of the loss reaches the network and leads towards the target."""
    n, sigma = 64, 0.1
    x, weight, bias = samples_of(rng, n), rng.normal(size=(2, 2)), np.array([3.0, -3.0]) / sigma
    inputs = {"x": x, "weight": weight, "bias": bias, "options": {"sigma": sigma}}
    answer = submission.eval(RECORDER + GRADIENT, **inputs)
    _, noisy = loss_and_noisy(answer, n)
    slopes = np.concatenate([checked(answer[2], (2, 2)).ravel(), checked(answer[-1], (2,))])
    residual = reference.matching_residual(noisy, x, sigma, noisy @ weight + bias)
    due = np.concatenate([(noisy.T @ residual / n).ravel(), residual.mean(axis=0)])
    hint = "Is every operation between the network and the loss one that torch can differentiate?"
    if not np.abs(slopes).max() > 0:
        compare.fail("The gradient at the network's parameters", "none", "one that is not zero", hint)
    cosine = slopes @ due / (np.linalg.norm(slopes) * np.linalg.norm(due))
    # 1 for every multiple of the right loss; above 0.9 for any loss that falls with the distance.
    if not cosine >= 0.9:
        hint = "Which way does the loss have to change when the scores come nearer to the target?"
        compare.fail("The gradient's cosine with the right direction", f"{cosine:.2f}", "about 1", hint)
