# task = "scorenet"
# why = "The network is itself an nn.Sequential."


class ScoreNet(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Linear(2, 128), nn.Softplus(), nn.Linear(128, 128), nn.Softplus(), nn.Linear(128, 2))
