# task = "sampler"
# why = "itertools.accumulate and a lambda."


from itertools import accumulate, repeat


@torch.no_grad()
def sample_simple(model, x, n_steps=20, eps=1e-3):
    step = lambda point, _: point + eps * model(point)
    return torch.stack(list(accumulate(repeat(None, n_steps), step, initial=x))).cpu()
