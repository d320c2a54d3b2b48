"""What the hidden tests of `loss` promise, measured with networks that miss their target by an ordinary amount.

The samples of a batch are all alike here. So the target is known for every point, however the network is called:
F(z) = -(z - x) / sigma^2 + e(z), where e is bounded by a few times 1 / sigma, and what is due is half of mean |e|^2.
"""

from typing import Any

import numpy as np
import torch
from scipy.spatial import cKDTree

from search.measuring import distance, rank_correlation, typical


def points(z: torch.Tensor) -> torch.Tensor:
    """A copy of what a network was given, (n, 2), the whole batch under vmap too."""
    seen = z.detach()
    while torch._C._functorch.is_functorch_wrapped_tensor(seen):
        seen = torch._C._functorch.get_unwrapped(seen)
    return seen.clone().reshape(-1, 2).double()


class Asked(torch.nn.Module):
    """A network that keeps where it was asked; to each number that it answers it adds a zero of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[torch.Tensor] = []
        self.marks: list[torch.Tensor] = []

    def answer(self, z: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        """The scores at z, with the zeros of this call."""
        self.seen.append(points(z))
        with torch.inference_mode(False):
            self.marks.append(torch.zeros(scores.shape, dtype=torch.float64, requires_grad=True))
        return (scores + self.marks[-1]).to(z.dtype)

    def noisy(self, loss: Any, n: int) -> torch.Tensor:
        """The points that a loss depends on, a multiple of n; the last n of all calls in use, where they are none."""
        slopes: Any = [None] * len(self.marks)
        if torch.is_tensor(loss) and loss.requires_grad and self.marks:
            slopes = torch.autograd.grad(loss.sum(), self.marks, retain_graph=True, allow_unused=True)
        used = [torch.zeros(1, dtype=torch.bool) if g is None else g.reshape(-1, 2).any(dim=1) for g in slopes]
        calls = list(zip(self.seen, used, strict=True))
        calls = [(rows, flags if len(flags) == len(rows) else flags.any().repeat(len(rows))) for rows, flags in calls]
        chosen = torch.cat([rows[flags] for rows, flags in calls])
        if len(chosen) and len(chosen) % n == 0:
            return chosen
        return torch.cat([rows for rows, flags in calls if flags.any()] or self.seen)[-n:]


def draws(noisy: torch.Tensor, x: np.ndarray) -> np.ndarray:
    """The points (m n, 2) of samples (n, 2) that are far apart, by sample: (n, m, 2); in place if not clear."""
    found, n = noisy.numpy(), len(x)
    _, owner = cKDTree(x).query(found)
    if np.array_equal(np.bincount(owner, minlength=n), np.full(n, len(found) // n)):
        return found[np.argsort(owner, kind="stable")].reshape(n, -1, 2)
    return found.reshape(-1, n, 2).swapaxes(0, 1)


class Network(Asked):
    """Scores that miss their target by a known amount, and parameters of zero that would change them."""

    def __init__(self, x: np.ndarray, sigma: float, miss: np.ndarray, turn: np.ndarray) -> None:
        super().__init__()
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
        self.network = Network(x, sigma, rng.normal(size=2), 0.5 * rng.normal(size=(2, 2)))
        samples = torch.as_tensor(np.tile(x, (n, 1)), dtype=torch.float32)
        options = {} if default else {"sigma": sigma}
        self.loss = given["denoising_score_matching"](self.network, samples, **options)
        self.noisy = self.network.noisy(self.loss, n)
        assert len(self.noisy) % n == 0
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
        due = torch.cat([call.errors.mean(0), (features.T @ call.errors / len(features)).ravel()]).numpy()
        got = torch.cat([slope.ravel() for slope in slopes]).double().numpy()
        got, due = got / np.abs(got).max(), due / np.abs(due).max()
        return float(1 - got @ due / (np.linalg.norm(got) * np.linalg.norm(due)))

    return typical(error, 9) / 0.3


def noise(given: dict[str, Any], rng: np.random.Generator) -> float:
    """Law, freshness and scale of what is added; and that the loss rises with the distance from the target."""
    measures = []
    for n, sigma, options in ((4000, 0.01, {}), (2000, 0.3, {"sigma": 0.3})):
        side = int(np.ceil(n**0.5))
        nodes = np.stack(np.divmod(rng.permutation(side**2)[:n], side), axis=1)
        x = (50 * sigma * (nodes - side / 2 + rng.uniform(size=2))).astype(np.float32)
        columns = []
        for _ in range(2):
            network, samples = Zero(), torch.as_tensor(x)
            loss = given["denoising_score_matching"](network, samples, **options)
            columns.append((draws(network.noisy(loss, n), x)[:, 0] - x) / sigma)
            measures.append(float(np.abs(samples.numpy() - x).max()) * 1e9)
        both = np.hstack(columns)
        measures += [distance(column) / 0.05 for column in both.T]
        measures += [rank_correlation(both) / 0.12, rank_correlation(x, both) / 0.12]
    pairs = []
    for strength in np.geomspace(1, 1e5, 40):
        network, samples = Zero(strength * rng.normal(size=2)), torch.as_tensor(x[:8])
        loss = given["denoising_score_matching"](network, samples, sigma=sigma)
        noise = torch.as_tensor(draws(network.noisy(loss, 8), x[:8]) - x[:8, None]).reshape(-1, 2)
        pairs.append(
            (
                float(loss.detach() if torch.is_tensor(loss) else loss),
                float((network.bias.detach() + noise / sigma**2).square().sum(dim=1).mean()),
            )
        )
    losses, dues = np.array(pairs)[:, :1], np.array(pairs)[:, 1:]
    measures.append(0.5 / max(rank_correlation(losses, dues), 1e-9) if np.ptp(losses) > 0 else np.inf)
    return max(measures)


class Zero(Asked):
    """The same scores everywhere: none, if not said otherwise."""

    def __init__(self, bias: np.ndarray | None = None) -> None:
        super().__init__()
        self.weight = torch.nn.Parameter(torch.zeros(2, 2))
        self.bias = torch.nn.Parameter(torch.as_tensor(np.zeros(2) if bias is None else bias, dtype=torch.float32))

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        """The scores."""
        return self.answer(z, z @ self.weight.to(z.dtype) + self.bias.to(z.dtype))


MEASURES = {"test_objective": objective, "test_value": value, "test_noise": noise, "test_gradient": gradient}
