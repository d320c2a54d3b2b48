# task = "loss"
# why = "mse_loss with reduction sum, over 2n."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    perturbed_samples = samples + torch.randn_like(samples) * sigma
    target = -1 / (sigma**2) * (perturbed_samples - samples)
    scores = scorenet(perturbed_samples)
    target = target.flatten(start_dim=1)
    scores = scores.flatten(start_dim=1)
    loss = nn.functional.mse_loss(scores, target, reduction="sum") / (2 * len(samples))
    return loss
