# task = "scorenet"
# why = "A block class of its own, type hints."


class Block(nn.Module):
    def __init__(self, n_in: int, n_out: int):
        super().__init__()
        self.linear = nn.Linear(n_in, n_out)
        self.activation = nn.Softplus()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.activation(self.linear(x))


class ScoreNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.Sequential(Block(2, 128), Block(128, 128))
        self.head = nn.Linear(128, 2)

    def forward(self, x):
        return self.head(self.blocks(x))
