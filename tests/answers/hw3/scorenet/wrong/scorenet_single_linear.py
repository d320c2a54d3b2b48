# task = "scorenet"
# why = "One Linear layer."
# fails = ["test_layers", "test_hidden", "test_output"]


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self._model = nn.Linear(2, 2)

    def forward(self, x):
        return self._model(x)
