# task = "scorenet"
# why = "Still raises NotImplementedError."
# fails = ["test_layers", "test_hidden", "test_output"]


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        raise NotImplementedError("Task 3: ScoreNet")

    def forward(self, x):
        return self._model(x)
