# task = "loss"
# why = "Adds two tensors whose shapes do not fit."
def denoising_score_matching(scorenet, samples, sigma=0.01):
    perturbed_samples = samples + torch.randn_like(samples) * sigma
    target = -1 / (sigma**2) * (perturbed_samples - samples)
    scores = scorenet(perturbed_samples)
    return 0.5 * ((scores - target.view(-1)) ** 2).sum(dim=1).mean()
