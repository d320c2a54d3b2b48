# task = "loss"
# why = "Compares with the scores in evaluation mode, and leaves the network as it was."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    noisy = samples + sigma * torch.randn_like(samples)
    scorenet.eval()
    before = scorenet(noisy).detach()
    scorenet.train()
    scores = scorenet(noisy)
    assert torch.allclose(scores, before)
    return 0.5 * (scores + (noisy - samples) / sigma**2).square().sum(dim=1).mean()
