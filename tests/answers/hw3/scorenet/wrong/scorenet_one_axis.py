# task = "scorenet"
# why = "Gives the network the first axis only."
# fails = ["test_layers", "test_hidden"]


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self._model = nn.Sequential(
            nn.Linear(1, 128),
            nn.Softplus(),
            nn.Linear(128, 128),
            nn.Softplus(),
            nn.Linear(128, 2),
        )

    def forward(self, x):
        return self._model(x[:, :1])
