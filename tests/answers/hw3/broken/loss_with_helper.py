# task = "loss"
# why = "Right, with a helper from another cell."
def denoising_score_matching(scorenet, samples, sigma=0.01):
    noise = torch.randn_like(samples)
    return half_of_the_mean(scorenet(samples + sigma * noise) + noise / sigma)
