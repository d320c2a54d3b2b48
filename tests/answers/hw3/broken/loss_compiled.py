# task = "loss"
# why = "Right, and compiled."
@torch.compile
def denoising_score_matching(scorenet, samples, sigma=0.01):
    noise = torch.randn_like(samples)
    missed = scorenet(samples + sigma * noise) + noise / sigma
    return 0.5 * missed.pow(2).sum(dim=-1).mean()
