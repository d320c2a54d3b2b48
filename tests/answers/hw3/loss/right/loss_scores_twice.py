# task = "loss"
# why = "Asks for the same scores twice and multiplies the square out, in double precision."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    noisy = (samples + sigma * torch.randn_like(samples)).double()
    target = (samples - noisy) / sigma**2
    norms = scorenet(noisy).square().sum(dim=1)
    products = (scorenet(noisy) * target).sum(dim=1)
    return (norms / 2 - products + target.square().sum(dim=1) / 2).mean()
