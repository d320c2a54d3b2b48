for _ in range(3):
    network = ScoreNet()
    parameters = list(network.parameters())
    assert sum(parameter.numel() for parameter in parameters) == 17_154, "2 -> 128 -> 128 -> 2?"
    with torch.no_grad():
        for parameter in parameters:
            parameter.normal_(0.0, 0.15)
    x = 4 * torch.randn(64, 2)
    found = network(x)
    first, a, second, b, third, c = parameters
    expected = nn.functional.softplus(x @ first.T + a)
    expected = nn.functional.softplus(expected @ second.T + b) @ third.T + c
    assert found.shape == (64, 2), "Shape?"
    assert (found - expected).abs().max() < 1e-4 * expected.abs().max(), "Which function follows each layer?"
    slopes = torch.autograd.grad(found.square().sum(), parameters)
    assert all(slope.abs().max() > 0 for slope in slopes), "Is every layer in use?"
