# task = "sampler"
# why = "The defaults in the wrong order."
# fails = ["test_path"]


def sample_simple(model, x, n_steps=1e-3, eps=20):
    x_sequence = [x.detach().cpu().unsqueeze(0)]
    for _ in range(int(n_steps)):
        x = x + eps * model(x)
        x_sequence.append(x.detach().cpu().unsqueeze(0))
    return torch.cat(x_sequence).detach()
