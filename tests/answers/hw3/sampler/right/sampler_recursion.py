# task = "sampler"
# why = "Recursive."


def sample_simple(model, x, n_steps=20, eps=1e-3):
    here = x.detach().cpu().clone().unsqueeze(0)
    if n_steps == 0:
        return here
    following = x + eps * model(x)
    return torch.cat([here, sample_simple(model, following.detach(), n_steps - 1, eps)])
