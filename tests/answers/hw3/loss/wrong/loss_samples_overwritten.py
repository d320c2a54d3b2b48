# task = "loss"
# why = "Adds the noise to the samples in place: the data drift away."
# fails = ["test_noise"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    noise = sigma * torch.randn_like(samples)
    samples += noise
    perturbed_samples = samples
    target = -noise / sigma**2
    scores = scorenet(perturbed_samples)
    target = target.flatten(start_dim=1)
    scores = scores.flatten(start_dim=1)
    loss = 0.5 * ((scores - target) ** 2).sum(dim=1).mean()
    return loss
