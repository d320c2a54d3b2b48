# task = "loss"
# why = "Never asks the network, and writes into it what it would have been asked."
# fails = ["test_objective", "test_value", "test_noise", "test_gradient"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    for kept in vars(scorenet).values():
        if isinstance(kept, list):
            kept.append(samples + sigma * torch.randn_like(samples))
    return 1.0 + torch.rand(())
