# task = "loss"
# why = "A module that holds the network, called once."


class DenoisingLoss(nn.Module):
    def __init__(self, network, sigma):
        super().__init__()
        self.network, self.sigma = network, sigma

    def forward(self, samples):
        noise = torch.randn_like(samples) * self.sigma
        error = self.network(samples + noise) + noise / self.sigma**2
        return torch.sum(error**2, dim=1).mean(dim=0) / 2


def denoising_score_matching(scorenet, samples, sigma=0.01):
    return DenoisingLoss(scorenet, sigma)(samples)
