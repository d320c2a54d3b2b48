# task = "loss"
# why = "Maps the loss of one sample over the batch, a chunk at a time."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    noisy = samples + sigma * torch.randn_like(samples)

    def one(point, sample):
        return 0.5 * (scorenet(point) + (point - sample) / sigma**2).square().sum()

    return torch.vmap(one, chunk_size=100)(noisy, samples).mean()
