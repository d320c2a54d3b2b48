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
