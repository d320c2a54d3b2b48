# task = "loss"
# why = "Asks for clean and noisy points in one call, and takes the noisy half."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    noise = sigma * torch.randn_like(samples)
    scores = scorenet(torch.cat([samples, samples + noise]))[len(samples) :]
    return 0.5 * (scores + noise / sigma**2).square().sum(dim=1).mean()
