# task = "loss"
# why = "Adds up the batch in a loop; shape (1,)."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    perturbed_samples = samples + torch.randn_like(samples) * sigma
    target = -1 / (sigma**2) * (perturbed_samples - samples)
    scores = scorenet(perturbed_samples)
    target = target.view(target.shape[0], -1)
    scores = scores.view(scores.shape[0], -1)
    loss = torch.zeros(1)
    for row in scores - target:
        loss = loss + 0.5 * row @ row / len(samples)
    return loss
