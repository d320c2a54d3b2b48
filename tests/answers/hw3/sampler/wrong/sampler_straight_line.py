# task = "sampler"
# why = "A straight line from x to the origin."
# fails = ["test_step", "test_rows", "test_path", "test_isolation"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    w = torch.linspace(1, 0, n_steps + 1).unsqueeze(1)
    return w * x
