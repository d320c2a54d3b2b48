# task = "loss"
# why = "Right, with a function of a package that is not there."
def denoising_score_matching(scorenet, samples, sigma=0.01):
    noise = torch.randn_like(samples)
    scores = scorenet(samples + sigma * noise)
    return fast.half_of_the_mean(scores + noise / sigma)
