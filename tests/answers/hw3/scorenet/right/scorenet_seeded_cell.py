# task = "scorenet"
# why = "Seeds torch at the top of the cell, as many notebooks do."


torch.manual_seed(0)


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
        return self._model(x)
