# task = "scorenet"
# why = "No biases."
# fails = ["test_layers"]


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self._model = nn.Sequential(
            nn.Linear(2, 128, bias=False),
            nn.Softplus(),
            nn.Linear(128, 128, bias=False),
            nn.Softplus(),
            nn.Linear(128, 2, bias=False),
        )

    def forward(self, x):
        return self._model(x)
