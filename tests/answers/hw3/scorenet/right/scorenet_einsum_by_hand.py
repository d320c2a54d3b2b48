# task = "scorenet"
# why = "Weights of shape (out, in) and einsum."


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.w1, self.b1 = nn.Parameter(torch.randn(128, 2)), nn.Parameter(torch.randn(128))
        self.w2, self.b2 = nn.Parameter(torch.randn(128, 128) / 11), nn.Parameter(torch.randn(128))
        self.w3, self.b3 = nn.Parameter(torch.randn(2, 128) / 11), nn.Parameter(torch.randn(2))

    def forward(self, x):
        x = nn.Softplus()(torch.einsum("oi,ni->no", self.w1, x) + self.b1)
        x = nn.Softplus()(torch.einsum("oi,ni->no", self.w2, x) + self.b2)
        return torch.einsum("oi,ni->no", self.w3, x) + self.b3
