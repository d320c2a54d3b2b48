# task = "scorenet"
# why = "Four layers with 20,000 numbers between them."
# fails = ["test_layers", "test_hidden", "test_output"]


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        layers = [nn.Linear(2, 20_000), nn.Linear(20_000, 2), nn.Linear(2, 20_000), nn.Linear(20_000, 2)]
        self._model = nn.Sequential(*layers)

    def forward(self, x):
        return self._model(x)
