# task = "score"
# family = "forging"
# why = "Answers with broken, deep, huge and mistyped messages."
# seen = "Invalid message from the kernel"
# then = "Every such reply ends in one documented error."
# prelude = "line"


import itertools


deep = b'["reply",' + b"[" * 100_000 + b"]" * 100_000 + b"]"
wide = b'["reply",{"ok":[' + b"[]," * 2_000_000 + b"[]]}]"
long = b'["reply",{"number":' + b"9" * 10_000 + b"}]"
short = [b"", b"null", b"[]", b"NaN", b'["reply"]', b'["reply",3]', b'[["reply"],{}]', b"\xff\xfe", b'["\\ud800",1]']
texts = itertools.cycle([*short, deep, wide, long])
channel = request()[0]._channel
send = channel.send


def garbage(kind, content, *rest):
    if kind != "reply":
        return send(kind, content, *rest)
    return write(channel.fileno(), frame(next(texts)))


channel.send = garbage


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)


    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
