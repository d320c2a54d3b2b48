# task = "scorenet"
# why = "Lazy layers, which learn their input width on the first call."


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self._model = nn.Sequential(
            nn.LazyLinear(128),
            nn.Softplus(),
            nn.LazyLinear(128),
            nn.Softplus(),
            nn.LazyLinear(2),
        )

    def forward(self, x):
        return self._model(x)
