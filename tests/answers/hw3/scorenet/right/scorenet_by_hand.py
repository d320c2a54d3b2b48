# task = "scorenet"
# why = "Parameters and the softplus by hand, weights as (in, out)."


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.w1 = nn.Parameter(torch.randn(2, 128) / 2**0.5)
        self.b1 = nn.Parameter(torch.zeros(1, 128))
        self.w2 = nn.Parameter(torch.randn(128, 128) / 128**0.5)
        self.b2 = nn.Parameter(torch.zeros(1, 128))
        self.w3 = nn.Parameter(torch.zeros(128, 2))
        self.b3 = nn.Parameter(torch.zeros(1, 2))

    def forward(self, x):
        zero = torch.zeros(())
        hidden = torch.logaddexp(zero, x @ self.w1 + self.b1)
        hidden = torch.logaddexp(zero, hidden @ self.w2 + self.b2)
        return hidden @ self.w3 + self.b3
