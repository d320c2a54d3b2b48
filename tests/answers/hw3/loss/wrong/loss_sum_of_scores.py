# task = "loss"
# why = "Adds the scores up instead of the squares, and something to keep the loss positive."
# fails = ["test_objective", "test_value", "test_noise", "test_gradient"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    scores = scorenet(samples + sigma * torch.randn_like(samples))
    return 1.0 + torch.rand(()) + scores.sum()
