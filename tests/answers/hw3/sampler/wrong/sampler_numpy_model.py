# task = "sampler"
# why = "Hands the model a numpy array."
# fails = ["test_step", "test_rows", "test_path", "test_isolation"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    point = x.numpy()
    points = [point]
    for _ in range(n_steps):
        point = point + eps * model(point)
        points.append(point)
    return torch.tensor(points)
