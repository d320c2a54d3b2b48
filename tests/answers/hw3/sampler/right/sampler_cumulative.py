# task = "sampler"
# why = "Collects the steps and adds them up at the end."


def sample_simple(model, x, n_steps=20, eps=1e-3):
    point = x.detach().clone()
    moves = [torch.zeros_like(point)]
    for _ in range(n_steps):
        move = eps * model(point).detach()
        point = point + move
        moves.append(move)
    return (x.detach() + torch.cumsum(torch.stack(moves), dim=0)).cpu()
