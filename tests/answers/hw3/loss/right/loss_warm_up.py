# task = "loss"
# why = "Asks for one point first, in inference mode."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    with torch.inference_mode():
        width = scorenet(samples[:1]).shape[-1]
    noise = torch.randn(len(samples), width, dtype=samples.dtype)
    scores = scorenet(samples + sigma * noise)
    return 0.5 * (scores + noise / sigma).square().sum(dim=1).mean()
