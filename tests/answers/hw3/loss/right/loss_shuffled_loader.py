# task = "loss"
# why = "Takes the batch from a DataLoader that shuffles it, in pieces."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(samples), batch_size=500, shuffle=True)
    total = 0.0
    for (clean,) in loader:
        noise = torch.randn_like(clean)
        total = total + (scorenet(clean + sigma * noise) + noise / sigma).square().sum()
    return total / (2 * len(samples))
