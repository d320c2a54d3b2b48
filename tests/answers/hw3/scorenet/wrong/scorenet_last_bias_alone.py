# task = "scorenet"
# why = "The last bias, and next to nothing of the input."
# fails = ["test_layers", "test_hidden", "test_output"]


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.middle, self.last = nn.Linear(2, 128), nn.Linear(128, 128), nn.Linear(128, 2)
        self.softplus = nn.Softplus()

    def network(self, x):
        return self.last(self.softplus(self.middle(self.softplus(self.first(x)))))

    def forward(self, x):
        return self.last.bias + 1e-6 * x
