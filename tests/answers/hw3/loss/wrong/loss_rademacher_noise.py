# task = "loss"
# why = "Random signs for noise."
# fails = ["test_noise"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    noise = torch.randint(0, 2, samples.shape) * 2.0 - 1.0
    perturbed_samples = samples + sigma * noise
    target = -1 / (sigma**2) * (perturbed_samples - samples)
    scores = scorenet(perturbed_samples)
    target = target.flatten(start_dim=1)
    scores = scores.flatten(start_dim=1)
    loss = 0.5 * ((scores - target) ** 2).sum(dim=1).mean()
    return loss
