# task = "sampler"
# why = "Writes into x.data."
# fails = ["test_isolation"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    x_sequence = [x.detach().cpu().clone().unsqueeze(0)]
    for _ in range(n_steps):
        x.data = x.data + eps * model(x).data
        x_sequence.append(x.detach().cpu().clone().unsqueeze(0))
    return torch.cat(x_sequence).detach()
