# task = "scorenet"
# why = "Has the layers and returns zeros."
# fails = ["test_layers", "test_hidden", "test_output"]


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(2, 128)
        self.middle = nn.Linear(128, 128)
        self.last = nn.Linear(128, 2)

    def forward(self, x):
        return torch.zeros_like(x)
