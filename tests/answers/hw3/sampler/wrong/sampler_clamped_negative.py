# task = "sampler"
# why = "Keeps every point but the start in the negative quadrant."
# fails = ["test_step", "test_rows", "test_path"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    path = [x.detach().cpu().clone()]
    with torch.no_grad():
        for _ in range(n_steps):
            x = torch.clamp(x + eps * model(x), max=0.0)
            path.append(x.cpu())
    return torch.stack(path)
