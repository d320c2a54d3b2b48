# task = "scorenet"
# why = "Weights are tensors, not parameters."
# fails = ["test_layers", "test_hidden", "test_output"]


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.w1, self.b1 = torch.randn(2, 128), torch.zeros(128)
        self.w2, self.b2 = torch.randn(128, 128) / 11, torch.zeros(128)
        self.w3, self.b3 = torch.randn(128, 2) / 11, torch.zeros(2)

    def forward(self, x):
        softplus = nn.functional.softplus
        x = softplus(x @ self.w1 + self.b1)
        x = softplus(x @ self.w2 + self.b2)
        return x @ self.w3 + self.b3
