# task = "loss"
# why = "Calls the network with its own parameters, through torch.func."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    parameters = dict(scorenet.named_parameters())
    noise = torch.randn_like(samples)
    scores = torch.func.functional_call(scorenet, parameters, (samples + sigma * noise,))
    return 0.5 * (scores + noise / sigma).square().sum(dim=1).mean()
