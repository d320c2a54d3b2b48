# task = "sampler"
# why = "Steps in place, on a copy of x."


def sample_simple(model, x, n_steps=20, eps=1e-3):
    current = x.clone()
    points = [current.clone().cpu()]
    with torch.no_grad():
        for _ in range(n_steps):
            current += eps * model(current)
            points.append(current.clone().cpu())
    return torch.stack(points)
