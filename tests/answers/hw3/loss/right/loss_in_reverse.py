# task = "loss"
# why = "Turns the batch round, and back."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    noisy = samples + sigma * torch.randn_like(samples)
    scores = scorenet(noisy.flip(0)).flip(0)
    return 0.5 * (scores + (noisy - samples) / sigma**2).square().sum(dim=1).mean()
