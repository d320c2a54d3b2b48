# task = "scorenet"
# why = "Builds the middle layer and forgets it in forward."
# fails = ["test_layers", "test_hidden"]


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(2, 128)
        self.middle = nn.Linear(128, 128)
        self.last = nn.Linear(128, 2)
        self.softplus = nn.Softplus()

    def forward(self, x):
        return self.last(self.softplus(self.first(x)))
