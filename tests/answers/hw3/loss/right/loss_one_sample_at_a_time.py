# task = "loss"
# why = "Calls the network once for each sample."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    losses = []
    for sample in samples:
        noise = sigma * torch.randn(1, 2)
        point = sample.unsqueeze(0) + noise
        residual = scorenet(point) + noise / sigma**2
        losses.append(0.5 * (residual**2).sum())
    return torch.stack(losses).mean()
