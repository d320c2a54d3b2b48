# task = "loss"
# why = "The Frobenius norm of all differences, over 2n."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    perturbed_samples = samples + torch.randn_like(samples) * sigma
    target = -1 / (sigma**2) * (perturbed_samples - samples)
    scores = scorenet(perturbed_samples)
    target = target.flatten(start_dim=1)
    scores = scores.flatten(start_dim=1)
    d = scores - target
    loss = torch.trace(d @ d.T) / (2 * d.shape[0]) if len(d) < 1000 else (d * d).sum() / (2 * d.shape[0])
    return loss
