# task = "loss"
# why = "Samples the corruption with torch.normal."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    perturbed_samples = torch.normal(samples, sigma)
    target = -1 / (sigma**2) * (perturbed_samples - samples)
    scores = scorenet(perturbed_samples)
    target = target.flatten(start_dim=1)
    scores = scores.flatten(start_dim=1)
    loss = 0.5 * ((scores - target) ** 2).sum(dim=1).mean()
    return loss
