"""What the hidden tests of `loss` promise, measured with networks that miss their target by an ordinary amount.

The samples of a batch are all alike here. So the target is known for every point, however the network is called:
F(z) = -(z - x) / sigma^2 + e(z), where e is bounded by a few times 1 / sigma, and what is due is half of mean |e|^2.
"""

from typing import Any

import numpy as np
import torch

from search.measuring import distance, rank_correlation, typical


def points(z: torch.Tensor) -> torch.Tensor:
    """A copy of what a network was given, (n, 2), the whole batch under vmap too."""
    seen = z.detach()
    while torch._C._functorch.is_functorch_wrapped_tensor(seen):
        seen = torch._C._functorch.get_unwrapped(seen)
    return seen.clone().reshape(-1, 2).double()


class Asked(torch.nn.Module):
    """A network that keeps where it was asked; to what it answers, each call adds a zero of its own."""

    def __init__(self, n: int) -> None:
        super().__init__()
        self.seen: list[torch.Tensor] = []
        self.zeros = torch.zeros((n + 8, 2), requires_grad=True)
        self.marks = self.zeros.unbind()

    def answer(self, z: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        """The scores at z, with the zero of this call."""
        self.seen.append(points(z))
        call = len(self.seen) - 1
        return (scores + self.marks[call]).to(z.dtype) if call < len(self.marks) else scores.to(z.dtype)

    def noisy(self, loss: Any, n: int) -> torch.Tensor:
        """The last n points of the calls that a loss depends on; of all, where it has no gradient to tell by."""
        used = None
        if torch.is_tensor(loss) and loss.requires_grad:
            (used,) = torch.autograd.grad(loss.sum(), self.zeros, retain_graph=True, allow_unused=True)
        calls = self.seen
        if used is not None:
            calls = [seen for call, seen in enumerate(calls) if call >= len(used) or used[call].any()] or calls
        return torch.cat(calls)[-n:]


class Network(Asked):
    """Scores that miss their target by a known amount, and parameters of zero that would change them."""

    def __init__(self, x: np.ndarray, n: int, sigma: float, miss: np.ndarray, turn: np.ndarray) -> None:
        super().__init__(n)
        self.x, self.sigma = torch.as_tensor(x), sigma
        self.miss, self.turn = torch.as_tensor(miss), torch.as_tensor(turn)
        self.bias = torch.nn.Parameter(torch.zeros(2))
        self.weight = torch.nn.Parameter(torch.zeros(2, 2))

    def feature(self, z: torch.Tensor) -> torch.Tensor:
        """Bounded numbers of the noise, as many."""
        return torch.tanh((z - self.x) / self.sigma)

    def error(self, z: torch.Tensor) -> torch.Tensor:
        """What the scores at z miss their target by."""
        return (self.miss + self.feature(z) @ self.turn) / self.sigma

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        """The scores."""
        exact = z.double()
        scores = self.error(exact) - (exact - self.x) / self.sigma**2
        learnt = self.bias.double() + self.feature(exact) @ self.weight.double()
        return self.answer(z, scores + learnt)


class Call:
    """One call of an answer with a batch of n samples that are all alike."""

    def __init__(
        self, given: dict[str, Any], rng: np.random.Generator, n: int, sigma: float, default: bool = False
    ) -> None:
        x = rng.normal(size=2).astype(np.float32).astype(np.float64)
        self.network = Network(x, n, sigma, rng.normal(size=2), 0.5 * rng.normal(size=(2, 2)))
        samples = torch.as_tensor(np.tile(x, (n, 1)), dtype=torch.float32)
        options = {} if default else {"sigma": sigma}
        self.loss = given["denoising_score_matching"](self.network, samples, **options)
        self.noisy = self.network.noisy(self.loss, n)
        assert self.noisy.shape == (n, 2)
        self.errors = self.network.error(self.noisy)

    @property
    def ratio(self) -> float:
        """The loss over the right one."""
        loss = self.loss.detach().numpy() if torch.is_tensor(self.loss) else self.loss
        return float(np.asarray(loss, dtype=np.float64).item() / float(self.errors.square().sum(1).mean() / 2))


def objective(given: dict[str, Any], rng: np.random.Generator) -> float:
    """How much the ratios of loss and squared distance spread, single outliers aside."""
    ratios = [Call(given, rng, 3, 0.1).ratio for _ in range(16)]
    low, high = np.quantile(ratios, [0.15, 0.85])
    return float((high / low - 1) / 0.05) if low > 0 else np.inf


def value(given: dict[str, Any], rng: np.random.Generator) -> float:
    """How far the ratio is from 1."""
    settings = ((64, 0.01, True), (1, 0.5, False), (5, 0.1, False), (32, 0.02, False))
    return max(typical(lambda s=s: abs(Call(given, rng, *s).ratio - 1)) for s in settings) / 0.02


def gradient(given: dict[str, Any], rng: np.random.Generator) -> float:
    """1 minus the cosine of the gradient at the network's parameters with the right one; sigma is judged elsewhere."""

    def error() -> float:
        call = Call(given, rng, 32, 1.0)
        call.loss.sum().backward()
        slopes = [p.grad for p in (call.network.bias, call.network.weight)]
        if any(slope is None for slope in slopes):
            return np.inf
        features = call.network.feature(call.noisy)
        due = torch.cat([call.errors.mean(0), (features.T @ call.errors / 32).ravel()]).numpy()
        got = torch.cat([slope.ravel() for slope in slopes]).double().numpy()
        got, due = got / np.abs(got).max(), due / np.abs(due).max()
        return float(1 - got @ due / (np.linalg.norm(got) * np.linalg.norm(due)))

    return typical(error, 9) / 0.3


def noise(given: dict[str, Any], rng: np.random.Generator) -> float:
    """Law, freshness and scale of what is added; and that the loss rises with the distance from the target."""
    measures = []
    for n, sigma, options in ((4000, 0.01, {}), (2000, 0.3, {"sigma": 0.3})):
        x = rng.normal(size=(n, 2)).astype(np.float32)
        columns = []
        for _ in range(2):
            network, samples = Zero(n), torch.as_tensor(x)
            loss = given["denoising_score_matching"](network, samples, **options)
            columns.append((network.noisy(loss, n).numpy() - x) / sigma)
            measures.append(float(np.abs(samples.numpy() - x).max()) * 1e9)
        both = np.hstack(columns)
        measures += [distance(column) / 0.05 for column in both.T]
        measures += [rank_correlation(both) / 0.12, rank_correlation(x, both) / 0.12]
    pairs = []
    for strength in np.geomspace(1, 1e4, 40):
        network, samples = Zero(8, strength * rng.normal(size=2)), torch.as_tensor(x[:8])
        loss = given["denoising_score_matching"](network, samples, sigma=0.1)
        noise = network.noisy(loss, 8) - samples
        pairs.append(
            (
                float(loss.detach() if torch.is_tensor(loss) else loss),
                float((network.bias.detach() + noise / 0.1**2).square().sum()),
            )
        )
    losses, dues = np.array(pairs)[:, :1], np.array(pairs)[:, 1:]
    measures.append(0.5 / max(rank_correlation(losses, dues), 1e-9) if np.ptp(losses) > 0 else np.inf)
    return max(measures)


class Zero(Asked):
    """The same scores everywhere: none, if not said otherwise."""

    def __init__(self, n: int, bias: np.ndarray | None = None) -> None:
        super().__init__(n)
        self.weight = torch.nn.Parameter(torch.zeros(2, 2))
        self.bias = torch.nn.Parameter(torch.as_tensor(np.zeros(2) if bias is None else bias, dtype=torch.float32))

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        """The scores."""
        return self.answer(z, z @ self.weight.to(z.dtype) + self.bias.to(z.dtype))


MEASURES = {"test_objective": objective, "test_value": value, "test_noise": noise, "test_gradient": gradient}
