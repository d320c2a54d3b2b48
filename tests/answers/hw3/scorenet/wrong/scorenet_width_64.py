# task = "scorenet"
# why = "64 numbers between the layers."
# fails = ["test_layers"]


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self._model = nn.Sequential(
            nn.Linear(2, 64),
            nn.Softplus(),
            nn.Linear(64, 64),
            nn.Softplus(),
            nn.Linear(64, 2),
        )

    def forward(self, x):
        return self._model(x)
