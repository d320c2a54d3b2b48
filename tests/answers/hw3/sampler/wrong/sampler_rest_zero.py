# task = "sampler"
# why = "Fills in the start only; the other rows stay zero."
# fails = ["test_step", "test_rows", "test_path", "test_isolation"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    points = torch.zeros(n_steps + 1, 2)
    points[0] = x
    return points
