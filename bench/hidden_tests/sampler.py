class Field(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.linalg.qr(torch.randn(2, 2))[0])

    def forward(self, x):
        return 50.0 * torch.tanh(x @ self.weight.to(x.dtype) + 0.3)


for n_steps, eps, options in (
    (12, 2e-3, {"n_steps": 12, "eps": 2e-3}),
    (1, 1e-3, {"n_steps": 1, "eps": 1e-3}),
    (9, 3e-3, {"n_steps": 9, "eps": 3e-3}),
    (20, 1e-3, {}),
    (1, 1e-2, {"n_steps": 1, "eps": 1e-2}),
    (35, 1e-3, {"n_steps": 35}),
):
    field, start = Field(), torch.randn(2)
    found = sample_simple(field, start.clone(), **options).double()
    assert found.shape == (n_steps + 1, 2), "How many points has a path of n steps?"
    point = start
    for row in found:
        assert (row - point).abs().max() < 1e-3 * 50 * eps, "Which way does a step go, and how far?"
        with torch.no_grad():
            point = point + eps * field(point)
field, start = Field(), torch.randn(2)
given = start.clone()
found = sample_simple(field, given, n_steps=4)
before = found.clone()
assert not found.requires_grad and found.device.type == "cpu", "Detached and on the CPU?"
assert torch.equal(given, start), "Is x overwritten?"
given += 1.0
assert torch.equal(found, before), "Does the path share the memory of x?"
