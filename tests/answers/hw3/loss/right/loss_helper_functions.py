# task = "loss"
# why = "Helper functions with type hints in the cell."


def corrupt(samples: torch.Tensor, sigma: float) -> tuple[torch.Tensor, torch.Tensor]:
    noise = torch.empty_like(samples).normal_()
    return samples + sigma * noise, noise


def half_squared_norm(v: torch.Tensor) -> torch.Tensor:
    return 0.5 * torch.sum(v * v, dim=-1)


def denoising_score_matching(scorenet, samples, sigma=0.01):
    noisy, noise = corrupt(samples, sigma)
    return half_squared_norm(scorenet(noisy) + noise / sigma).mean()
