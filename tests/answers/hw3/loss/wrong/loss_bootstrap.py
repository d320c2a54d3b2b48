# task = "loss"
# why = "Draws a batch from the batch, with repetition."
# fails = ["test_objective", "test_value", "test_noise"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    clean = samples[torch.randint(len(samples), (len(samples),))]
    noise = torch.randn_like(clean)
    scores = scorenet(clean + sigma * noise)
    return 0.5 * (scores + noise / sigma).square().sum(dim=1).mean()
