# task = "sampler"
# why = "Detaches each step."


def sample_simple(model, x, n_steps=20, eps=1e-3):
    x_sequence = [x.unsqueeze(0).cpu()]
    for _ in range(n_steps):
        x = (x + eps * model(x)).detach()
        x_sequence.append(x.cpu().unsqueeze(0))
    return torch.cat(x_sequence).detach()
