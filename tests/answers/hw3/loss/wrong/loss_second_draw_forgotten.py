# task = "loss"
# why = "Adds the losses of two draws, and does not halve the sum."
# fails = ["test_value"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    loss = 0.0
    for _ in range(2):
        noise = torch.randn_like(samples)
        scores = scorenet(samples + sigma * noise)
        loss = loss + 0.5 * (scores + noise / sigma).square().sum(dim=1).mean()
    return loss
