# task = "sampler"
# why = "Appends before the step: the start twice, the end never."
# fails = ["test_rows", "test_path"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    x_sequence = [x.detach().cpu().unsqueeze(0)]
    for _ in range(n_steps):
        x_sequence.append(x.detach().cpu().unsqueeze(0))
        x = x + eps * model(x)
    return torch.cat(x_sequence).detach()
