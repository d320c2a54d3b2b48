# task = "sampler"
# why = "Repeats the start."
# fails = ["test_step", "test_rows", "test_path", "test_isolation"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    return x.detach().repeat(n_steps + 1, 1)
