# task = "sampler"
# why = "All rows are views of one tensor that is stepped in place."
# fails = ["test_step", "test_rows", "test_path"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    point = x.detach().clone()
    x_sequence = [point.unsqueeze(0)]
    for _ in range(n_steps):
        point += eps * model(point).detach()
        x_sequence.append(point.unsqueeze(0))
    return torch.cat(x_sequence)
