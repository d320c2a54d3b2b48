# task = "sampler"
# why = "With momentum."
# fails = ["test_step", "test_path"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    v = 0.0
    x_sequence = [x.detach().cpu().unsqueeze(0)]
    for _ in range(n_steps):
        v = 0.5 * v + eps * model(x)
        x = x + v
        x_sequence.append(x.detach().cpu().unsqueeze(0))
    return torch.cat(x_sequence).detach()
