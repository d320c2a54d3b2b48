# task = "loss"
# why = "Half of mse_loss, which has halved already in the plane."
# fails = ["test_value"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    perturbed_samples = samples + torch.randn_like(samples) * sigma
    target = -1 / (sigma**2) * (perturbed_samples - samples)
    scores = scorenet(perturbed_samples)
    target = target.flatten(start_dim=1)
    scores = scores.flatten(start_dim=1)
    loss = 0.5 * nn.functional.mse_loss(scores, target)
    return loss
