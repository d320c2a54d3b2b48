# task = "loss"
# why = "Asks for the origin first, and adds nothing of it."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    zero = 0.0 * scorenet(torch.zeros(1, 2, dtype=samples.dtype)).sum()
    noise = sigma * torch.randn_like(samples)
    residual = scorenet(samples + noise) + noise / sigma**2
    return residual.square().sum(dim=1).mean() / 2 + zero
