# task = "sampler"
# why = "Returns the steps, not the points."
# fails = ["test_step", "test_rows", "test_path", "test_isolation"]


def sample_simple(model, x, n_steps=20, eps=1e-3):
    moves = [x.detach()]
    for _ in range(n_steps):
        move = eps * model(x).detach()
        x = x + move
        moves.append(move)
    return torch.stack(moves)
