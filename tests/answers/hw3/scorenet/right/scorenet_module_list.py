# task = "scorenet"
# why = "Layers in a ModuleList."


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        widths = [2, 128, 128, 2]
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths[:-1], widths[1:]))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.nn.functional.softplus(layer(x))
        return self.layers[-1](x)
