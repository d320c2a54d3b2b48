# task = "scorenet"
# why = "256 numbers in the middle."
# fails = ["test_layers"]


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self._model = nn.Sequential(
            nn.Linear(2, 128),
            nn.Softplus(),
            nn.Linear(128, 256),
            nn.Softplus(),
            nn.Linear(256, 2),
        )

    def forward(self, x):
        return self._model(x)
