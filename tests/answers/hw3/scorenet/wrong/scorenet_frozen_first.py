# task = "scorenet"
# why = "Freezes the first layer."
# fails = ["test_layers"]


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
        self._model[0].requires_grad_(False)

    def forward(self, x):
        return self._model(x)
