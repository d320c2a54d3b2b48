# task = "scorenet"
# why = "Two Softplus in a row after both hidden layers."
# fails = ["test_hidden"]


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self._model = nn.Sequential(
            nn.Linear(2, 128),
            nn.Softplus(),
            nn.Softplus(),
            nn.Linear(128, 128),
            nn.Softplus(),
            nn.Softplus(),
            nn.Linear(128, 2),
        )

    def forward(self, x):
        return self._model(x)
