# task = "sampler"
# why = "Writes into x; the start was copied."
# fails = ["test_isolation"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    x_sequence = [x.detach().cpu().clone().unsqueeze(0)]
    for _ in range(n_steps):
        with torch.no_grad():
            x.add_(eps * model(x))
        x_sequence.append(x.detach().cpu().clone().unsqueeze(0))
    return torch.cat(x_sequence).detach()
