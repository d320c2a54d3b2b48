# task = "loss"
# why = "Shows the network noisy samples, and takes the loss at the clean ones."
# fails = ["test_objective", "test_value", "test_noise", "test_gradient"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    loss = 0.5 * scorenet(samples).square().sum(dim=-1).mean()
    scorenet(samples + sigma * torch.randn_like(samples))
    return loss
