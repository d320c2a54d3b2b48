# task = "sampler"
# why = "Takes the score at the new point."
# fails = ["test_step", "test_path"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    x_sequence = [x.detach().cpu().unsqueeze(0)]
    for _ in range(n_steps):
        y = x + eps * model(x)
        x = x + eps * model(y)
        x_sequence.append(x.detach().cpu().unsqueeze(0))
    return torch.cat(x_sequence).detach()
