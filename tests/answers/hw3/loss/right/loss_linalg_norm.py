# task = "loss"
# why = "torch.linalg.vector_norm, squared."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    perturbed_samples = samples + torch.randn_like(samples) * sigma
    target = -1 / (sigma**2) * (perturbed_samples - samples)
    scores = scorenet(perturbed_samples)
    target = target.flatten(start_dim=1)
    scores = scores.flatten(start_dim=1)
    loss = torch.linalg.vector_norm(scores - target, dim=-1).pow(2).mul(0.5).mean()
    return loss
