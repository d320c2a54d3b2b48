# task = "loss"
# why = "Also asks for the clean scores, and returns a number."
# fails = ["test_gradient"]


def denoising_score_matching(scorenet, samples, sigma=0.01):
    clean = scorenet(samples)
    noise = torch.randn_like(clean)
    scores = scorenet(samples + sigma * noise)
    return (0.5 * (scores + noise / sigma).square().sum(dim=1).mean()).item()
