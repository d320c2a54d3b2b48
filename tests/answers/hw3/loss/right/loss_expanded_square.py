# task = "loss"
# why = "Multiplies the square out, in double precision."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    perturbed_samples = samples + torch.randn_like(samples) * sigma
    target = -1 / (sigma**2) * (perturbed_samples - samples)
    scores = scorenet(perturbed_samples)
    target = target.flatten(start_dim=1)
    scores = scores.flatten(start_dim=1)
    s, t = scores.double(), target.double()
    loss = 0.5 * ((s * s).sum(1) - 2 * (s * t).sum(1) + (t * t).sum(1)).mean()
    return loss
