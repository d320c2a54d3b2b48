# task = "loss"
# why = "Corrupts only half of the batch."
# fails = ["test_noise"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    mask = (torch.arange(len(samples)) % 2 == 0).float().unsqueeze(1)
    perturbed_samples = samples + sigma * mask * torch.randn_like(samples)
    target = -1 / (sigma**2) * (perturbed_samples - samples)
    scores = scorenet(perturbed_samples)
    target = target.flatten(start_dim=1)
    scores = scores.flatten(start_dim=1)
    loss = 0.5 * ((scores - target) ** 2).sum(dim=1).mean()
    return loss
