# task = "loss"
# why = "Multiplies by sigma squared, as other objectives do."
# fails = ["test_value"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    perturbed_samples = samples + torch.randn_like(samples) * sigma
    target = -1 / (sigma**2) * (perturbed_samples - samples)
    scores = scorenet(perturbed_samples)
    target = target.view(target.shape[0], -1)
    scores = scores.view(scores.shape[0], -1)
    loss = 0.5 * sigma**2 * ((scores - target) ** 2).sum(dim=1).mean()
    return loss
