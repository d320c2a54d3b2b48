# task = "scorenet"
# why = "Keeps the layers in a plain list, where torch does not find them."
# fails = ["test_layers", "test_hidden", "test_output"]


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(2, 128), nn.Linear(128, 128), nn.Linear(128, 2)]

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = nn.functional.softplus(layer(x))
        return self.layers[-1](x)
