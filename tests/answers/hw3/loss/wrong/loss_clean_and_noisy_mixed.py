# task = "loss"
# why = "Asks for clean and noisy points in one call, and takes all of the scores."
# fails = ["test_objective", "test_value", "test_noise"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    noise = sigma * torch.randn_like(samples)
    scores = scorenet(torch.cat([samples, samples + noise]))
    return 0.5 * (scores + noise.repeat(2, 1) / sigma**2).square().sum(dim=1).mean()
