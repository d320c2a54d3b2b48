# task = "loss"
# why = "square, sum over the axis, mean, a half."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    perturbed_samples = samples + torch.randn_like(samples) * sigma
    target = -1 / (sigma**2) * (perturbed_samples - samples)
    scores = scorenet(perturbed_samples)
    target = target.flatten(start_dim=1)
    scores = scores.flatten(start_dim=1)
    squared_norms = (scores - target).square().sum(dim=1)
    loss = squared_norms.mean() / 2
    return loss
