# task = "sampler"
# why = "A helper for one step, under a name that an earlier task used already."


def step(model, x, eps):
    with torch.no_grad():
        return x + eps * model(x)


def sample_simple(model, x, n_steps=20, eps=1e-3):
    points = [x.detach().clone().cpu()]
    for _ in range(n_steps):
        points.append(step(model, points[-1], eps))
    return torch.stack(points)
