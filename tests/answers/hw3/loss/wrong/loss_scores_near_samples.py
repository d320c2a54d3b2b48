# task = "loss"
# why = "Half the mean square of the scores, a hair's breadth away from the samples."
# fails = ["test_objective", "test_value", "test_noise", "test_gradient"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    points = samples + 1e-5 * sigma * torch.randn_like(samples)
    return 0.5 * (scorenet(points) ** 2).sum(dim=1).mean()
