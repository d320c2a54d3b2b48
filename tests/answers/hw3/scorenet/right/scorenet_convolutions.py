# task = "scorenet"
# why = "Linear layers as convolutions of width 1."


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv1d(2, 128, 1)
        self.b = nn.Conv1d(128, 128, 1)
        self.c = nn.Conv1d(128, 2, 1)
        self.softplus = nn.Softplus()

    def forward(self, x):
        x = x.unsqueeze(-1)
        x = self.softplus(self.a(x))
        x = self.softplus(self.b(x))
        return self.c(x).squeeze(-1)
