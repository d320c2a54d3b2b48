"""Hidden tests of homework 3 as stock nbgrader has them: text that stands in each task's grade cell.

They make the same calls of a student's code, on inputs of the same sizes, as the files in tests/hw3 do, and compare
with the same laws; they know no partial credit and give no reasons. Random bounds are 7 standard deviations or more.
"""

SCORE = """
def expected_score(x):
    return -np.linalg.solve(np.array([[1.0, -0.7], [-0.7, 1.0]]), x.T).T


for spread in (1.0, 3.0, 1.0):
    x = spread * np.random.normal(size=(64, 2))
    assert np.allclose(AntiCorrelatedGaussian().score(x), expected_score(x), rtol=1e-4, atol=1e-5), "Of log p?"
for n in (1, 2, 1000):
    x = np.random.normal(size=(n, 2))
    found = np.asarray(AntiCorrelatedGaussian().score(x))
    assert found.shape == (n, 2), "Does it work for a batch of any size?"
    assert np.allclose(found, expected_score(x), rtol=1e-4, atol=1e-5), "Is each row by itself?"
    assert np.allclose(AntiCorrelatedGaussian().score(x[:1]), found[:1], rtol=1e-4, atol=1e-5), "One row alone?"
"""
LANGEVIN = """
def steep(x):
    x = x - 0.5
    return 1e6 * (x[..., [1, 0]] - 0.5 * x) / (1.0 + (x * x).sum(-1)[..., None]) ** 0.5


def gaussian(x):
    return -(x + 0.7 * x[..., [1, 0]]) / 0.51


def heavy(x):
    return -5.0 * (x - 0.5) / (3.0 + ((x - 0.5) ** 2).sum(-1)[..., None])


def walk(score_fn, n, K=20):
    found = np.asarray(langevin_sampler(score_fn, n, K=K, return_trajectory=True), dtype=float)
    assert found.shape == (n, 2, K), "Which axis counts what?"
    return found


def noise_of(x, score_fn, K):
    t = np.linspace(1.0, 0.0, K)
    steps = [x[:, :, i] - x[:, :, i - 1] - t[i] / 2 * score_fn(x[:, :, i - 1]) for i in range(1, K - 1)]
    return np.stack(steps, axis=-1) / np.sqrt(t[1:-1])


for K in (20, 20, 7):
    x, t = walk(steep, 200, K), np.linspace(1.0, 0.0, K)
    for i in range(1, K):
        step, score = x[:, :, i] - x[:, :, i - 1], steep(x[:, :, i - 1])
        factor = (step * score).sum() / (score * score).sum()
        assert abs(2 * factor - t[i]) < 1e-3, "What is the score multiplied by?"
squares = [np.square(noise_of(walk(lambda x: 0.0 * x, 160), lambda x: 0.0 * x, 20)).mean() for _ in range(60)]
assert abs(np.mean(squares) - 1) < 0.018, "Variance or standard deviation?"  # of 345,600 numbers
runs = [noise_of(walk(lambda x: 0.0 * x, 2000), lambda x: 0.0 * x, 20).reshape(2000, -1) for _ in range(2)]
assert abs(np.mean(np.concatenate(runs) ** 4) - 3) < 0.3, "Normal noise?"
assert abs(np.corrcoef(runs[0].T) - np.eye(36)).max() < 0.18, "Fresh for each step and axis?"
assert abs(np.corrcoef(runs[0].ravel(), runs[1].ravel())[0, 1]) < 0.03, "Fresh in each call?"
assert (np.corrcoef(runs[0][:100]) - np.eye(100)).max() < 0.98, "Fresh for each sample?"
x = walk(gaussian, 6000)
assert abs(x[:, :, 0].var() / 4 - 1) < 0.1, "Where do walks start?"
assert np.allclose(x[:, :, -1], x[:, :, -2], atol=1e-5), "The last step?"
assert abs(np.square(noise_of(x, gaussian, 20)).mean() - 1) < 0.025, "Any score?"
assert abs(np.square(noise_of(walk(heavy, 1500, 8), heavy, 8)).mean() - 1) < 0.08, "Any score?"
assert walk(heavy, 1, 2).shape == (1, 2, 2)
for K in (20, 3):
    law = 4.0 * np.eye(2)
    for tau in np.linspace(1.0, 0.0, K)[1:]:
        A = np.eye(2) - tau / 2 * np.linalg.inv(np.array([[1.0, -0.7], [-0.7, 1.0]]))
        law = A @ law @ A.T + tau * np.eye(2)
    ends = np.asarray(langevin_sampler(gaussian, 4000, K=K), dtype=float)
    assert ends.shape == (4000, 2), "Which entry is returned?"
    assert abs(np.cov(ends.T) / law[0, 0] - law / law[0, 0]).max() < 0.2, "Is the last point returned?"
"""
SCORENET = """
for _ in range(3):
    network = ScoreNet()
    parameters = list(network.parameters())
    assert sum(parameter.numel() for parameter in parameters) == 17_154, "2 -> 128 -> 128 -> 2?"
    with torch.no_grad():
        for parameter in parameters:
            parameter.normal_(0.0, 0.15)
    x = 4 * torch.randn(64, 2)
    found = network(x)
    first, a, second, b, third, c = parameters
    expected = nn.functional.softplus(x @ first.T + a)
    expected = nn.functional.softplus(expected @ second.T + b) @ third.T + c
    assert found.shape == (64, 2), "Shape?"
    assert (found - expected).abs().max() < 1e-4 * expected.abs().max(), "Which function follows each layer?"
    slopes = torch.autograd.grad(found.square().sum(), parameters)
    assert all(slope.abs().max() > 0 for slope in slopes), "Is every layer in use?"
"""
LOSS = """
class Recorder(nn.Module):
    def __init__(self, weight, bias):
        super().__init__()
        self.weight, self.bias = nn.Parameter(weight), nn.Parameter(bias)
        self.seen = []

    def forward(self, x):
        self.seen.append(x.detach().clone().reshape(-1, 2))
        return x @ self.weight + self.bias


def record(n, weight, bias, spread, **options):
    network, samples = Recorder(weight, bias), torch.randn(n, 2)
    kept = samples.clone()
    loss = denoising_score_matching(network, samples, **options)
    noisy = torch.cat(network.seen)[-n:]
    assert torch.equal(samples, kept), "Is anything added in place?"
    residual = noisy @ weight + bias + (noisy - samples) / spread**2
    return network, loss, residual.square().sum(dim=1).mean() / 2, (noisy - samples) / spread, (noisy, residual)


def field(sigma):
    scale = (0.3 + 2.7 * np.random.rand()) / sigma
    return scale * torch.randn(2, 2), scale * torch.randn(2)


for n, sigma, options in [(3, 0.1, {"sigma": 0.1})] * 8 + [
    (256, 0.01, {}),
    (1, 0.5, {"sigma": 0.5}),
    (7, 0.1, {"sigma": 0.1}),
    (64, 0.02, {"sigma": 0.02}),
]:
    _, loss, due, _, _ = record(n, *field(sigma), sigma, **options)
    assert abs(loss.item() / due.item() - 1) < 2e-3, "Which factor stands before the mean?"
for n, calls, sigma, options in ((12_500, 8, 0.01, {}), (4000, 3, 0.3, {"sigma": 0.3})):
    noise = [record(n, torch.zeros(2, 2), torch.zeros(2), sigma, **options)[3] for _ in range(calls)]
    columns = torch.cat(noise, dim=1).double().numpy()
    assert abs(np.square(columns).mean() - 1) < 0.08, "Which spread has the noise?"
    assert abs(np.mean(columns**4) - 3) < 0.6, "Normal noise?"
    assert abs(np.corrcoef(columns.T) - np.eye(2 * calls)).max() < 0.13, "Fresh noise?"
network, loss, _, _, (noisy, residual) = record(64, torch.randn(2, 2), torch.tensor([30.0, -30.0]), 0.1, sigma=0.1)
loss.backward()
found = torch.cat([network.weight.grad.ravel(), network.bias.grad])
due = torch.cat([(noisy.T @ residual / 64).ravel(), residual.mean(dim=0)])
assert torch.cosine_similarity(found, due, dim=0) > 0.9, "Does the gradient lead towards the target?"
"""
SAMPLER = """
class Field(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.linalg.qr(torch.randn(2, 2))[0])

    def forward(self, x):
        return 50.0 * torch.tanh(x @ self.weight.to(x.dtype) + 0.3)


for n_steps, eps, options in (
    (12, 2e-3, {"n_steps": 12, "eps": 2e-3}),
    (1, 1e-3, {"n_steps": 1, "eps": 1e-3}),
    (9, 3e-3, {"n_steps": 9, "eps": 3e-3}),
    (20, 1e-3, {}),
    (1, 1e-2, {"n_steps": 1, "eps": 1e-2}),
    (35, 1e-3, {"n_steps": 35}),
):
    field, start = Field(), torch.randn(2)
    found = sample_simple(field, start.clone(), **options).double()
    assert found.shape == (n_steps + 1, 2), "How many points has a path of n steps?"
    point = start
    for row in found:
        assert (row - point).abs().max() < 1e-3 * 50 * eps, "Which way does a step go, and how far?"
        with torch.no_grad():
            point = point + eps * field(point)
field, start = Field(), torch.randn(2)
given = start.clone()
found = sample_simple(field, given, n_steps=4)
before = found.clone()
assert not found.requires_grad and found.device.type == "cpu", "Detached and on the CPU?"
assert torch.equal(given, start), "Is x overwritten?"
given += 1.0
assert torch.equal(found, before), "Does the path share the memory of x?"
"""
TESTS = {"score": SCORE, "langevin": LANGEVIN, "scorenet": SCORENET, "loss": LOSS, "sampler": SAMPLER}


def region(task: str) -> str:
    """The hidden tests of a task between nbgrader's marks, to be put below its visible checks."""
    return f"\n### BEGIN HIDDEN TESTS{TESTS[task]}### END HIDDEN TESTS"
