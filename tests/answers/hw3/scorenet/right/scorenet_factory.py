# task = "scorenet"
# why = "A function that makes the network."


def ScoreNet(width: int = 128) -> nn.Module:
    return nn.Sequential(
        nn.Linear(2, width), nn.Softplus(), nn.Linear(width, width), nn.Softplus(), nn.Linear(width, 2)
    )
