# task = "sampler"
# why = "One arrow at the start, then a straight line."
# fails = ["test_step", "test_path"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    k = torch.arange(n_steps + 1).unsqueeze(1)
    return (x + k * eps * model(x)).detach()
