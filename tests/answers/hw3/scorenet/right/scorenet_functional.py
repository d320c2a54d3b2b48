# task = "scorenet"
# why = "Softplus as a function, layers registered in another order."


import torch.nn.functional as F


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.output = nn.Linear(128, 2)
        self.middle = nn.Linear(128, 128)
        self.first = nn.Linear(2, 128)

    def forward(self, x):
        x = F.softplus(self.first(x))
        x = F.softplus(self.middle(x))
        return self.output(x)
