# task = "loss"
# why = "Corrupts each sample three times, along an axis of its own."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    noise = torch.randn(3, *samples.shape, dtype=samples.dtype)
    residual = scorenet(samples + sigma * noise) + noise / sigma
    return 0.5 * residual.square().sum(dim=-1).mean()
