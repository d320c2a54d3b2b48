# task = "loss"
# why = "Corrupts each sample four times, in one call."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    clean = samples.repeat_interleave(4, dim=0)
    noise = torch.randn_like(clean)
    scores = scorenet(clean + sigma * noise)
    return 0.5 * (scores + noise / sigma).square().sum(dim=1).mean()
