# task = "loss"
# why = "Detaches one factor of the square: half of the gradient, then a quarter."
# fails = ["test_value"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    perturbed_samples = samples + torch.randn_like(samples) * sigma
    target = -1 / (sigma**2) * (perturbed_samples - samples)
    scores = scorenet(perturbed_samples)
    target = target.flatten(start_dim=1)
    scores = scores.flatten(start_dim=1)
    d = scores - target
    loss = 0.25 * (d * d.detach()).sum(dim=1).mean()
    return loss
