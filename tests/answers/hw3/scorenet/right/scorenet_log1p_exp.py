# task = "scorenet"
# why = "log(1 + exp) by hand, in a helper."


def softplus(x):
    return torch.log1p(torch.exp(-x.abs())) + torch.clamp(x, min=0)


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.l1 = nn.Linear(2, 128)
        self.l2 = nn.Linear(128, 128)
        self.l3 = nn.Linear(128, 2)

    def forward(self, x):
        return self.l3(softplus(self.l2(softplus(self.l1(x)))))
