# task = "loss"
# why = "Divides by sigma, not by its square."
# fails = ["test_objective", "test_value"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    perturbed_samples = samples + torch.randn_like(samples) * sigma
    target = -(perturbed_samples - samples) / sigma
    scores = scorenet(perturbed_samples)
    target = target.flatten(start_dim=1)
    scores = scores.flatten(start_dim=1)
    loss = 0.5 * ((scores - target) ** 2).sum(dim=1).mean()
    return loss
