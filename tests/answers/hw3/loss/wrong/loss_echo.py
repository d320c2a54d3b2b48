# task = "loss"
# why = "Returns the samples."
# fails = ["test_objective", "test_value", "test_noise", "test_gradient"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    return samples
