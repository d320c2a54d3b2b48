# task = "scorenet"
# why = "Mish for Softplus."
# fails = ["test_hidden"]


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self._model = nn.Sequential(
            nn.Linear(2, 128),
            nn.Mish(),
            nn.Linear(128, 128),
            nn.Mish(),
            nn.Linear(128, 2),
        )

    def forward(self, x):
        return self._model(x)
