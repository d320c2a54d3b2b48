# task = "loss"
# why = "Keeps the noise, and makes the target from it."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    noise = torch.randn_like(samples)
    perturbed_samples = samples + sigma * noise
    target = -noise / sigma
    scores = scorenet(perturbed_samples)
    target = target.view(target.shape[0], -1)
    scores = scores.view(scores.shape[0], -1)
    difference = scores - target
    loss = 0.5 * torch.einsum("ni,ni->n", difference, difference).mean()
    return loss
