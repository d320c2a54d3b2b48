# task = "loss"
# why = "Looks at the scores of the clean points first, with a gradient that it does not use."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    clean = scorenet(samples)
    assert clean.shape == samples.shape, clean.shape
    noise = torch.randn_like(samples)
    return 0.5 * (scorenet(samples + sigma * noise) + noise / sigma).square().sum(dim=1).mean()
