# task = "loss"
# why = "Takes each draw of noise both ways, so that half of the noise is not drawn afresh."
# fails = ["test_noise"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    noise = torch.randn_like(samples)
    noise = torch.cat([noise, -noise])
    scores = scorenet(samples.repeat(2, 1) + sigma * noise)
    return 0.5 * (scores + noise / sigma).square().sum(dim=1).mean()
