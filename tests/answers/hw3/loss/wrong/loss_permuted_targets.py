# task = "loss"
# why = "Shuffles the batch, and takes the targets from the order before."
# fails = ["test_objective", "test_value"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    clean = samples[torch.randperm(len(samples))]
    noisy = clean + sigma * torch.randn_like(clean)
    residual = scorenet(noisy) + (noisy - samples) / sigma**2
    return 0.5 * residual.square().sum(dim=1).mean()
