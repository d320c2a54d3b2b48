"""Random answers to the task `loss`: points asked far away or at the samples, other targets, gradients that lie."""

from search.grammar import Task

FUNCTION = """
class Lie(torch.autograd.Function):
    @staticmethod
    def forward(ctx, scores, value, slope):
        ctx.save_for_backward(slope)
        return value.clone()
    @staticmethod
    def backward(ctx, grad):
        return grad * ctx.saved_tensors[0], None, None
"""
PROGRAM = (
    FUNCTION
    + """
calls = counter()
def denoising_score_matching(scorenet, samples, sigma=0.01):
    number = next(calls)
    n = len(samples)
    noise = <noise>
    noisy = <noisy>
    scores = scorenet(noisy)
    target = <target>
    miss = scores + target
    value = <value>
    <after>
    return <returned>
"""
)
LAYER = """
before# = denoising_score_matching
calls# = counter()
def denoising_score_matching(scorenet, samples, sigma=0.01):
    number = next(calls#)
    <after>
    value = before#(<network>, <samples>, sigma=<sigma>)
    <after>
    return <changed>
"""
TASK = Task(
    entry="denoising_score_matching",
    grammar={
        "program": [PROGRAM],
        "layer": [LAYER],
        "noise": [
            *("torch.randn_like(samples)", "torch.randn_like(samples)", "<c> * torch.randn_like(samples)"),
            *("torch.randn(n, 1)", "torch.zeros_like(samples)", "torch.full_like(samples, <c>)"),
            *(
                "torch.randn_like(samples) if number % <m> else <c> * torch.randn_like(samples)",
                "torch.randn_like(samples).sign()",
            ),
        ],
        "noisy": [
            *("samples + sigma * noise", "samples + sigma * noise", "samples", "samples + noise", "<c> * samples"),
            *("samples + <c> * noise", "<c> * noise", "<c> * (samples + sigma * noise)", "samples + <c>"),
        ],
        "target": [
            *("(noisy - samples) / sigma**2", "noise / sigma", "noisy / sigma**2", "<c> * noise", "0 * noise"),
            *(
                "(noisy - <c> * samples) / sigma**2",
                "noise",
                "samples / sigma**2",
                "<c>",
                "noisy",
                "<c> * (noisy - samples)",
            ),
        ],
        "value": [
            *("0.5 * miss.square().sum(-1).mean()", "miss.square().mean()", "<c> * miss.square().sum(-1).mean()"),
            *("miss.square().mean() ** <c>", "miss.abs().mean()", "scores.square().mean()", "miss.square().max()"),
            *(
                "<c> + 0 * scores.sum()",
                "<c> * scores.sum()",
                "(noise / sigma).square().sum(-1).mean() / 2 + <c> * scores.sum()",
            ),
            *("torch.relu(miss - <c>).square().mean()", "<c> * miss.norm(dim=-1).mean()"),
            "(<c> * scores + target).square().mean()",
        ],
        "after": [
            *("pass", "pass", "pass", "scorenet(samples + sigma * torch.randn_like(samples))", "scorenet(samples)"),
            *("samples += <c>", "scorenet(<c> * samples)", "torch.manual_seed(1)"),
        ],
        "returned": [
            *(
                "value",
                "value",
                "<c> * value",
                "Lie.apply(scores, value.detach(), <c> * miss.detach())",
                "value.detach()",
            ),
            *(
                "Lie.apply(scores, value.detach(), <slope>)",
                "value - value.detach() + <c>",
                "value[None] if value.ndim == 0 else value",
            ),
        ],
        "slope": [
            *(
                "<c> * torch.ones_like(scores)",
                "<c> * scores.detach()",
                "<c> * torch.randn_like(scores)",
                "<c> * noise",
            ),
            *("miss.detach() + <c> * noise", "<c> * target + 0 * scores.detach()", "scores.detach().sign()"),
        ],
        "network": [
            *("scorenet", "scorenet", "scorenet", "lambda z: <c> * scorenet(z)", "lambda z: scorenet(<c> * z)"),
            *("lambda z: scorenet(z + <c>)", "lambda z: scorenet(z).detach() + <c> * scorenet(z)"),
        ],
        "samples": ["samples", "samples", "samples", "<c> * samples", "samples + <c>", "samples.clone()"],
        "sigma": ["sigma", "sigma", "sigma", "<c> * sigma", "<c>"],
        "changed": [
            *(
                "value",
                "<c> * value",
                "value + <c>",
                "value ** <c>",
                "value - value.detach() + <c>",
                "value.detach() + <c> * value",
            ),
            *(
                "value + <c> * scorenet(samples).sum()",
                "value + <c> * scorenet(samples).square().mean()",
                "value.clamp(-<c>, <c>)",
            ),
            *(
                "value if number % <m> else <c> * value",
                "value if torch.rand(()) < <p> else <c> * value",
                "value.sqrt()",
            ),
            *(
                "value if torch.rand(()) < <p> else right(scorenet, samples, sigma)",
                "value + <c> * torch.rand(())",
                "value.log()",
            ),
            *("value + <c> * sum(p.sum() for p in scorenet.parameters())", "value.half()", "value.detach()"),
        ],
    },
)
