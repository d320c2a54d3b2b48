"""An answer of a few statements, and the kinds of its tokens, by which answers are compared."""

from grader.reports.similarity.tokens import read_tokens

ANSWER = '''
def step(x, tau):
    """One step."""
    noise = np.random.normal(size=x.shape)
    drift = tau / 2 * score(x)
    return x + drift + np.sqrt(tau) * noise
'''


def kinds(source: str) -> list[str]:
    """Return the kinds of the tokens of an answer, in their order."""
    return [token.kind for token in read_tokens(source)]
