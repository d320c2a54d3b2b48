# task = "sampler"
# why = "Takes one step and repeats its end."
# fails = ["test_step", "test_path"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    end = (x + eps * model(x)).detach()
    return torch.stack([x.detach()] + [end] * n_steps)
