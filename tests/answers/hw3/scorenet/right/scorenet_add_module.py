# task = "scorenet"
# why = "Layers added by name in a loop, one Softplus shared."


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self._model = nn.Sequential()
        sizes = (2, 128, 128, 2)
        softplus = nn.Softplus()
        for k in range(3):
            self._model.add_module(f"linear{k}", nn.Linear(sizes[k], sizes[k + 1]))
            if k < 2:
                self._model.add_module(f"softplus{k}", softplus)

    def forward(self, x):
        return self._model(x)
