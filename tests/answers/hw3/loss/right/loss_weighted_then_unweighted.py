# task = "loss"
# why = "Predicts with sigma taken out, then puts it back."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    perturbed_samples = samples + torch.randn_like(samples) * sigma
    scores = scorenet(perturbed_samples)
    error = sigma * scores + (perturbed_samples - samples) / sigma
    loss = error.pow(2).sum(1).mean() / (2 * sigma**2)
    return loss
