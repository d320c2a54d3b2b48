# task = "scorenet"
# why = "Adds the first hidden layer to the second."
# fails = ["test_hidden"]


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.l1 = nn.Linear(2, 128)
        self.l2 = nn.Linear(128, 128)
        self.l3 = nn.Linear(128, 2)

    def forward(self, x):
        softplus = nn.functional.softplus
        x = softplus(self.l1(x))
        x = x + softplus(self.l2(x))
        return self.l3(x)
