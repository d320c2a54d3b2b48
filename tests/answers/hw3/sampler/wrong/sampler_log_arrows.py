# task = "sampler"
# why = "Shortens the arrows as the plot does."
# fails = ["test_step", "test_path"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    x_sequence = [x.detach().cpu().unsqueeze(0)]
    for _ in range(n_steps):
        s = model(x)
        x = x + eps * s / (s.norm() + 1e-9) * torch.log1p(s.norm())
        x_sequence.append(x.detach().cpu().unsqueeze(0))
    return torch.cat(x_sequence).detach()
