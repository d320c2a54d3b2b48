# task = "sampler"
# why = "Walks at random, without asking the model."
# fails = ["test_step", "test_rows", "test_path", "test_isolation"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    steps = 10 * eps * torch.randn(n_steps, 2)
    return torch.cat([x.detach().unsqueeze(0), x.detach() + steps.cumsum(dim=0)])
