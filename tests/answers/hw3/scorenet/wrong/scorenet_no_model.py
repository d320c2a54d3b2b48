# task = "scorenet"
# why = "Never sets self._model."
# fails = ["test_layers", "test_hidden", "test_output"]


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        pass

    def forward(self, x):
        return self._model(x)
