# task = "scorenet"
# why = "Makes the middle layer anew in every call."
# fails = ["test_layers", "test_hidden", "test_output"]


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(2, 128)
        self.last = nn.Linear(128, 2)

    def forward(self, x):
        x = nn.functional.softplus(self.first(x))
        x = nn.functional.softplus(nn.Linear(128, 128)(x))
        return self.last(x)
