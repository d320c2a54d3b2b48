# task = "sampler"
# why = "Takes the score at the start every time."
# fails = ["test_step", "test_path"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    s = model(x).detach()
    x_sequence = [x.detach().cpu().unsqueeze(0)]
    for _ in range(n_steps):
        x = x + eps * s
        x_sequence.append(x.detach().cpu().unsqueeze(0))
    return torch.cat(x_sequence).detach()
