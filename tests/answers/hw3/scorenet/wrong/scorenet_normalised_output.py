# task = "scorenet"
# why = "Makes the output a unit vector."
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
        )

    def forward(self, x):
        return nn.functional.normalize(self._model(x), dim=1)
