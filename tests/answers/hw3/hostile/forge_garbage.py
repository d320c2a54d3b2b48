# task = "score"
# family = "forging"
# why = "Answers with broken, deep, huge and mistyped messages."
# seen = "Invalid message from the kernel"
# then = "Every such reply ends in one documented error."


import itertools

kernel = get_ipython().kernel
session, send = kernel.session, kernel.session.send
deep = b'{"user_expressions":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
wide = b'{"user_expressions":[' + b"[]," * 2_000_000 + b"[]]}"
texts = itertools.cycle(
    [b"", b"null", b"[]", b"NaN", b'{"a":' + b"9" * 10_000 + b"}", b"\xff\xfe", deep, wide, b'"\\ud800"']
)


def garbage(stream, kind, content=None, parent=None, ident=None, *args, **kwargs):
    if kind != "execute_reply":
        return send(stream, kind, content, parent, ident, *args, **kwargs)
    head = [session.pack(part) for part in (session.msg_header(kind), parent.get("header", {}), {})]
    frames = [*head, next(texts)]
    stream.send_multipart([*ident, b"<IDS|MSG>", session.sign(frames), *frames])
    return None


session.send = garbage


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
