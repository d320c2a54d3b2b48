# task = "scorenet"
# why = "The last layer reuses the weights of the first, transposed."
# fails = ["test_layers", "test_hidden"]


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.l1 = nn.Linear(2, 128)
        self.l2 = nn.Linear(128, 128)
        self.bias = nn.Parameter(torch.zeros(2))

    def forward(self, x):
        softplus = nn.functional.softplus
        return softplus(self.l2(softplus(self.l1(x)))) @ self.l1.weight + self.bias
