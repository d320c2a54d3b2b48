# task = "loss"
# why = "Adds a penalty on the weights."
# fails = ["test_objective", "test_value"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    perturbed_samples = samples + torch.randn_like(samples) * sigma
    target = -1 / (sigma**2) * (perturbed_samples - samples)
    scores = scorenet(perturbed_samples)
    target = target.flatten(start_dim=1)
    scores = scores.flatten(start_dim=1)
    penalty = sum((p**2).sum() for p in scorenet.parameters())
    loss = 0.5 * ((scores - target) ** 2).sum(dim=1).mean() + 0.5 * penalty
    return loss
