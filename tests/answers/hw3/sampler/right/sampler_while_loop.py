# task = "sampler"
# why = "A while loop over the length of the list, on lists of numbers."


def sample_simple(model, x, n_steps=20, eps=1e-3):
    path = [x.tolist()]
    while len(path) <= n_steps:
        point = torch.tensor(path[-1], dtype=x.dtype, device=x.device)
        score = model(point).tolist()
        path.append([p + eps * s for p, s in zip(path[-1], score)])
    return torch.tensor(path)
