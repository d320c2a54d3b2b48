# task = "loss"
# why = "Asks the network in chunks."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    noisy = samples + sigma * torch.randn_like(samples)
    scores = torch.cat([scorenet(chunk) for chunk in noisy.split(100)])
    return 0.5 * (scores + (noisy - samples) / sigma**2).square().sum(dim=1).mean()
