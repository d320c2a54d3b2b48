# task = "scorenet"
# why = "Sequentials inside a Sequential."


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        block = nn.Sequential(nn.Linear(2, 128), nn.Softplus())
        hidden = nn.Sequential(nn.Linear(128, 128), nn.Softplus())
        self._model = nn.Sequential(nn.Sequential(block, hidden), nn.Linear(128, 2))

    def forward(self, x):
        return self._model(x)
