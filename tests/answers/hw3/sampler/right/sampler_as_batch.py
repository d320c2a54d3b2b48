# task = "sampler"
# why = "Keeps the point as a batch of one."


def sample_simple(model, x, n_steps=20, eps=1e-3):
    current = x.detach().unsqueeze(0)
    points = [current.cpu()]
    for _ in range(n_steps):
        current = (current + eps * model(current)).detach()
        points.append(current.cpu())
    return torch.cat(points)
