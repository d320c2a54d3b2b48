# task = "loss"
# why = "Computes the scores again for the gradient, to save memory."


import torch.utils.checkpoint


def denoising_score_matching(scorenet, samples, sigma=0.01):
    noisy = samples + sigma * torch.randn_like(samples)
    scores = torch.utils.checkpoint.checkpoint(scorenet, noisy, use_reentrant=False)
    return 0.5 * (scores + (noisy - samples) / sigma**2).square().sum(dim=1).mean()
