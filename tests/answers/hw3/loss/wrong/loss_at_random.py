# task = "loss"
# why = "Asks the network with the right noise and returns a number that has nothing to do with it."
# fails = ["test_objective", "test_value", "test_noise", "test_gradient"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    scores = scorenet(samples + sigma * torch.randn_like(samples))
    return 1.0 + torch.rand(()) + 0.0 * scores.sum()
