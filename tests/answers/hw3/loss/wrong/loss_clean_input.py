# task = "loss"
# why = "Shows the network the clean samples."
# fails = ["test_objective", "test_value", "test_noise"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    perturbed_samples = samples + torch.randn_like(samples) * sigma
    target = -1 / (sigma**2) * (perturbed_samples - samples)
    target = target.view(target.shape[0], -1)
    loss = 0.5 * ((scorenet(samples) - target) ** 2).sum(dim=1).mean()
    return loss
