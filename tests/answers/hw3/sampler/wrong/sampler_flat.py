# task = "sampler"
# why = "Concatenates the points into one long vector."
# fails = ["test_step", "test_rows", "test_path", "test_isolation"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    x_sequence = [x.detach().cpu()]
    for _ in range(n_steps):
        x = x + eps * model(x)
        x_sequence.append(x.detach().cpu())
    return torch.cat(x_sequence).detach()
