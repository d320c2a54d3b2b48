# task = "scorenet"
# why = "Named layers, and an Identity at the end."


from collections import OrderedDict


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self._model = nn.Sequential(
            OrderedDict(
                [
                    ("first", nn.Linear(2, 128)),
                    ("bend1", nn.Softplus()),
                    ("second", nn.Linear(128, 128)),
                    ("bend2", nn.Softplus()),
                    ("last", nn.Linear(128, 2)),
                    ("out", nn.Identity()),
                ]
            )
        )

    def forward(self, x):
        return self._model(x)
