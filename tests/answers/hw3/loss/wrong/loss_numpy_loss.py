# task = "loss"
# why = "Computes in numpy."
# fails = ["test_gradient"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    perturbed_samples = samples + torch.randn_like(samples) * sigma
    target = -1 / (sigma**2) * (perturbed_samples - samples)
    scores = scorenet(perturbed_samples)
    target = target.flatten(start_dim=1)
    scores = scores.flatten(start_dim=1)
    difference = scores.detach().numpy() - target.numpy()
    loss = 0.5 * np.mean(np.sum(difference**2, axis=1))
    return loss
