# task = "sampler"
# why = "Takes the arguments in another order, by other names."
# fails = ["test_step", "test_rows", "test_path", "test_isolation"]


def sample_simple(model, x, eps=1e-3, steps=20):
    x_sequence = [x.detach().cpu().unsqueeze(0)]
    for _ in range(steps):
        x = x + eps * model(x)
        x_sequence.append(x.detach().cpu().unsqueeze(0))
    return torch.cat(x_sequence).detach()
