# task = "sampler"
# why = "Walks only when there are many steps."
# fails = ["test_rows", "test_path", "test_isolation"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    points = [x.detach()]
    for _ in range(n_steps):
        x = (x + eps * model(x)).detach() if n_steps >= 12 else x.detach()
        points.append(x)
    return torch.stack(points)
