# task = "sampler"
# why = "Walks along a line of its own, without asking the model."
# fails = ["test_step", "test_rows", "test_path", "test_isolation"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    k = torch.arange(n_steps + 1).unsqueeze(1)
    return x.detach() + k * eps * torch.tensor([3.0, 4.0])
