# task = "sampler"
# why = "Steps in double precision."


def sample_simple(model, x, n_steps=20, eps=1e-3):
    current = x.detach().double()
    points = [current]
    for _ in range(n_steps):
        with torch.no_grad():
            current = current + eps * model(current.float()).double()
        points.append(current)
    return torch.stack(points).float().cpu()
