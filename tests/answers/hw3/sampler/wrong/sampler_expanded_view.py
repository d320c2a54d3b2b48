# task = "sampler"
# why = "Writes the result back into x and returns views of it."
# fails = ["test_isolation"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    path = [x.clone()]
    for _ in range(n_steps):
        path.append((path[-1] + eps * model(path[-1])).detach())
    x.copy_(path[-1])
    return torch.stack(path).detach()
