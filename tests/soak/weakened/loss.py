"""A ratio to what is due at points that the answer chose: far from the samples targets hardly depend on them."""

import numpy as np

from grader.judging import compare

RECORD = """
seen = []
class Recorder(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.as_tensor(weight, dtype=torch.float32))
    def forward(self, z):
        seen.append(z.detach().reshape(-1, 2))
        return z @ self.weight.to(z.dtype) + 1.0
loss = denoising_score_matching(Recorder(), torch.as_tensor(x, dtype=torch.float32), sigma=0.1)
[loss.detach(), torch.cat(seen)[-len(x):]]
"""


def test_objective(submission, rng, reference):
    """The loss is proportional to the squared distance of the network from its target."""
    ratios = []
    for _ in range(8):
        x, weight = rng.normal(size=(3, 2)).astype(np.float32), 10 * rng.normal(size=(2, 2)).astype(np.float32)
        answer = submission.eval(RECORD, x=x, weight=weight)
        loss, noisy = compare.finite_arrays(answer, [(), (3, 2)], what="The loss", hint="Is it one number?")
        residual = noisy @ weight + 1.0 + (noisy - x) / 0.1**2
        ratios.append(float(loss / max(np.mean(np.square(residual)), 1e-300)))
    spread = max(ratios) / min(ratios) - 1 if min(ratios) > 1e-6 else 1e9
    assert spread <= 2e-3, f"Ratios of losses: got {spread} between them, expected 0. "
