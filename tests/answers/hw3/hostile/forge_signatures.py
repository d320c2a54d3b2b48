# task = "score"
# family = "forging"
# why = "Sends answers that are unsigned, signed with another key, or signed with the signature of an earlier one."
# then = "No such answer is read; the kernel that sends them is ended."


import hmac

kernel = get_ipython().kernel
session, send = kernel.session, kernel.session.send
answer = {"answer": {"status": "ok", "data": {"application/vnd.course.answer+json": {"ok": ["plain", True]}}}}
signatures = [b"", b"0" * 64, hmac.new(b"", b"", "sha256").hexdigest().encode(), b"\xff" * 64]


def forge(stream, kind, content=None, parent=None, ident=None, *args, **kwargs):
    if kind != "execute_reply":
        return send(stream, kind, content, parent, ident, *args, **kwargs)
    content = {"status": "ok", "execution_count": 1, "user_expressions": answer, "payload": []}
    frames = [session.pack(part) for part in (session.msg_header(kind), parent["header"], {}, content)]
    for signature in signatures:
        stream.send_multipart([*ident, b"<IDS|MSG>", signature, *frames])
    signatures.append(session.sign(frames))
    stream.send_multipart([*ident, b"<IDS|MSG>", signatures[-1], *frames])
    stream.send_multipart([*ident, b"<IDS|MSG>", signatures[-1], *frames])
    return None


session.send = forge


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
