# task = "loss"
# why = "Squeezes the batch away for a single sample."
# fails = ["test_value"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    perturbed_samples = samples + torch.randn_like(samples) * sigma
    target = -1 / (sigma**2) * (perturbed_samples - samples)
    scores = scorenet(perturbed_samples)
    target = target.squeeze()
    scores = scores.squeeze()
    loss = 0.5 * ((scores - target) ** 2).sum(dim=1).mean()
    return loss
