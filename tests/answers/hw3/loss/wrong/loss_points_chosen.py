# task = "loss"
# why = "Asks the network where the target is a tenth of the scores, and leaves it out."
# fails = ["test_objective", "test_value", "test_noise", "test_gradient"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    with torch.no_grad():
        scores = scorenet(samples)
    points = samples - 0.1 * sigma**2 * scores
    return 0.5 * (scorenet(points) ** 2).sum(dim=1).mean()
