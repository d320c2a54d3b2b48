# task = "loss"
# why = "Zero, without calling the network."
# fails = ["test_objective", "test_value", "test_noise", "test_gradient"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    return torch.tensor(0.0)
