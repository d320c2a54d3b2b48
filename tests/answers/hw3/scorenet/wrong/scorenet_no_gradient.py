# task = "scorenet"
# why = "Detaches between the layers."
# fails = ["test_layers"]


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(2, 128)
        self.middle = nn.Linear(128, 128)
        self.last = nn.Linear(128, 2)
        self.softplus = nn.Softplus()

    def forward(self, x):
        x = self.softplus(self.first(x)).detach()
        return self.last(self.softplus(self.middle(x)))
