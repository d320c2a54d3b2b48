# task = "loss"
# why = "Also asks for the scores of the clean points, to print them."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    perturbed_samples = samples + torch.randn_like(samples) * sigma
    target = -1 / (sigma**2) * (perturbed_samples - samples)
    scores = scorenet(perturbed_samples)
    target = target.flatten(start_dim=1)
    scores = scores.flatten(start_dim=1)
    with torch.no_grad():
        print("clean:", scorenet(samples).norm().item())
    return 0.5 * ((scores - target) ** 2).sum(dim=1).mean()
