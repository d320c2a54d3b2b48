# task = "sampler"
# why = "A generator of points, stacked."


def walk(model, x, n_steps, eps):
    yield x
    for _ in range(n_steps):
        x = x + eps * model(x).detach()
        yield x


def sample_simple(model, x, n_steps: int = 20, eps: float = 1e-3) -> torch.Tensor:
    return torch.stack([point.cpu() for point in walk(model, x.detach(), n_steps, eps)])
