# task = "sampler"
# why = "Under inference_mode, stacked at the end."


@torch.inference_mode()
def sample_simple(model, x, n_steps=20, eps=1e-3):
    points = [x.clone()]
    for _ in range(n_steps):
        points.append(points[-1] + eps * model(points[-1]))
    return torch.stack(points).cpu()
