# task = "scorenet"
# why = "Has the layers and returns ones."
# fails = ["test_layers", "test_hidden", "test_output"]


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
        return torch.ones_like(x)
