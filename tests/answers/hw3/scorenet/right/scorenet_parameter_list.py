# task = "scorenet"
# why = "Parameters in a ParameterList, multiplied with F.linear."


import torch.nn.functional as F


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        sizes = [2, 128, 128, 2]
        self.weights = nn.ParameterList(nn.Parameter(0.1 * torch.randn(m, n)) for n, m in zip(sizes, sizes[1:]))
        self.biases = nn.ParameterList(nn.Parameter(torch.zeros(m)) for m in sizes[1:])

    def forward(self, x):
        for k, (weight, bias) in enumerate(zip(self.weights, self.biases)):
            x = F.linear(x, weight, bias)
            if k < 2:
                x = F.softplus(x)
        return x
