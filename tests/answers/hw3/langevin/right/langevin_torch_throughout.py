# task = "langevin"
# why = "The whole walk in torch."


def langevin_sampler(score_fn, n, K=20, return_trajectory: bool = False):
    t = torch.linspace(1.0, 0.0, K)
    x = torch.zeros(n, 2, K)
    x[:, :, 0] = 2 * torch.randn(n, 2)
    for i in range(1, K):
        before = x[:, :, i - 1].clone()
        x[:, :, i] = before + t[i] / 2 * torch.as_tensor(score_fn(before)) + torch.sqrt(t[i]) * torch.randn(n, 2)
    return x if return_trajectory else x[:, :, -1]
