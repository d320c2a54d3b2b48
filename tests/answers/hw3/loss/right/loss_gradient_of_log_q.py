# task = "loss"
# why = "The target by autograd, from the log density of the corruption."


def denoising_score_matching(scorenet, samples, sigma=0.01):
    perturbed_samples = samples + torch.randn_like(samples) * sigma
    point = perturbed_samples.clone().requires_grad_(True)
    log_q = torch.distributions.Normal(samples, sigma).log_prob(point).sum()
    (target,) = torch.autograd.grad(log_q, point)
    scores = scorenet(perturbed_samples)
    target = target.flatten(start_dim=1)
    scores = scores.flatten(start_dim=1)
    loss = 0.5 * ((scores - target) ** 2).sum(dim=1).mean()
    return loss
