# task = "loss"
# why = "Averages the losses of two draws."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    losses = []
    for _ in range(2):
        noise = torch.randn_like(samples)
        scores = scorenet(samples + sigma * noise)
        losses.append(0.5 * (scores + noise / sigma).square().sum(dim=1).mean())
    return sum(losses) / len(losses)
