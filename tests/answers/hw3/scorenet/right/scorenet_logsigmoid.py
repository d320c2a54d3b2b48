# task = "scorenet"
# why = "Softplus as minus the log of a sigmoid."


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.l1 = nn.Linear(2, 128)
        self.l2 = nn.Linear(128, 128)
        self.l3 = nn.Linear(128, 2)

    def forward(self, x):
        x = -nn.functional.logsigmoid(-self.l1(x))
        x = -nn.functional.logsigmoid(-self.l2(x))
        return self.l3(x)
