# task = "loss"
# why = "Shuffles the batch before it corrupts it."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    clean = samples[torch.randperm(len(samples))]
    noisy = clean + sigma * torch.randn_like(clean)
    residual = scorenet(noisy) + (noisy - clean) / sigma**2
    return 0.5 * residual.square().sum(dim=1).mean()
