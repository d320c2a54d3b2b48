# task = "sampler"
# why = "Writes every step into the caller's x; the rows are copies."
# fails = ["test_isolation"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    points = [x.clone()]
    with torch.no_grad():
        for _ in range(n_steps):
            x += eps * model(x)
            points.append(x.clone())
    return torch.stack(points)
