# task = "sampler"
# why = "Twice eps."
# fails = ["test_step", "test_path"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    x_sequence = [x.detach().cpu().unsqueeze(0)]
    for _ in range(n_steps):
        x = x + 2 * eps * model(x)
        x_sequence.append(x.detach().cpu().unsqueeze(0))
    return torch.cat(x_sequence).detach()
