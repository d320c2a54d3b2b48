# task = "loss"
# why = "The loss of one sample, mapped over the batch."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    perturbed = samples + sigma * torch.randn_like(samples)

    def one(point, sample):
        residual = scorenet(point) + (point - sample) / sigma**2
        return 0.5 * residual @ residual

    return torch.vmap(one)(perturbed, samples).mean()
