# task = "sampler"
# why = "Fills a tensor made beforehand."


def sample_simple(model, x, n_steps=20, eps=1e-3):
    points = torch.zeros(n_steps + 1, 2)
    points[0] = x.cpu()
    with torch.no_grad():
        for k in range(n_steps):
            points[k + 1] = points[k] + eps * model(points[k].to(x.device)).cpu()
    return points
