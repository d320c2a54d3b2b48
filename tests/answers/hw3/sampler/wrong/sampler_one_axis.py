# task = "sampler"
# why = "Moves along the first axis only."
# fails = ["test_step", "test_path"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    x_sequence = [x.detach().cpu().unsqueeze(0)]
    for _ in range(n_steps):
        x = x + eps * model(x) * torch.tensor([1.0, 0.0])
        x_sequence.append(x.detach().cpu().unsqueeze(0))
    return torch.cat(x_sequence).detach()
