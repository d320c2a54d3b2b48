# task = "scorenet"
# why = "Two Softplus after the last layer, and a sign before them."
# fails = ["test_hidden", "test_output"]


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self._model = nn.Sequential(
            nn.Linear(2, 128),
            nn.Softplus(),
            nn.Linear(128, 128),
            nn.Softplus(),
            nn.Linear(128, 2),
            nn.Softplus(),
            nn.Softplus(),
        )

    def forward(self, x):
        return -self._model(x)
