# task = "loss"
# why = "Gives each point to the network in a batch of its own."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    noisy = samples + sigma * torch.randn_like(samples)
    residual = scorenet(noisy.unsqueeze(1)).squeeze(1) + (noisy - samples) / sigma**2
    return 0.5 * residual.square().sum(dim=1).mean()
