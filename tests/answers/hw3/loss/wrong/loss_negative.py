# task = "loss"
# why = "Minus the loss: would be maximised."
# fails = ["test_objective", "test_value", "test_noise", "test_gradient"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    perturbed_samples = samples + torch.randn_like(samples) * sigma
    target = -1 / (sigma**2) * (perturbed_samples - samples)
    scores = scorenet(perturbed_samples)
    target = target.flatten(start_dim=1)
    scores = scores.flatten(start_dim=1)
    loss = -0.5 * ((scores - target) ** 2).sum(dim=1).mean()
    return loss
