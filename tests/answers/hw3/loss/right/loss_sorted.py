# task = "loss"
# why = "Sorts the batch by its first coordinate."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    clean = samples[samples[:, 0].argsort()]
    noise = torch.randn_like(clean)
    scores = scorenet(clean + sigma * noise)
    return 0.5 * (scores + noise / sigma).square().sum(dim=1).mean()
