# task = "sampler"
# why = "Keeps the points in a numpy array."


def sample_simple(model, x, n_steps=20, eps=1e-3):
    points = np.zeros((n_steps + 1, 2), dtype=np.float32)
    points[0] = x.detach().cpu().numpy()
    for k in range(n_steps):
        here = torch.as_tensor(points[k], device=x.device)
        points[k + 1] = points[k] + eps * model(here).detach().cpu().numpy()
    return torch.from_numpy(points)
