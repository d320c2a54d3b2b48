# task = "loss"
# why = "Corrupts the two halves of the batch one after the other."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    total = samples.new_zeros(())
    for half in samples.tensor_split(2):
        noise = torch.randn_like(half)
        total = total + (scorenet(half + sigma * noise) + noise / sigma).square().sum() if len(half) else total
    return total / (2 * len(samples))
