# task = "loss"
# why = "The noise comes from numpy, in double precision."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    noise = torch.as_tensor(np.random.default_rng().normal(0.0, sigma, size=tuple(samples.shape)))
    perturbed_samples = (samples + noise).to(samples.dtype)
    target = -1 / (sigma**2) * (perturbed_samples - samples)
    scores = scorenet(perturbed_samples)
    target = target.view(target.shape[0], -1)
    scores = scores.view(scores.shape[0], -1)
    loss = (scores - target).pow(2).sum(1).mean() / 2
    return loss
