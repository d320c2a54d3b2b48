# task = "score"
# family = "forging"
# why = "Nests a message, its content and the answer itself a hundred thousand deep."
# seen = "Invalid message from the kernel"
# then = "The message is refused before its depth can exhaust the stack."
# prelude = "line"


import itertools


deep = b"[" * 100_000 + b"]" * 100_000
objects = b'{"a":' * 50_000 + b"1" + b"}" * 50_000
answer = b'["list",[' * 400 + b'["plain",true]' + b"]]" * 400
places = itertools.cycle(
    [
        b'["reply",{"number":%d,"ok":' + answer + b"}]",
        deep,
        b'["reply",{"number":%d,"ok":["list",' + deep + b"]}]",
        objects,
        b'["reply",' + objects + b"]",
        b'["reply",{"number":' + deep + b"}]",
    ]
)
channel = request()[0]._channel
send = channel.send


def nested(kind, content, *rest):
    if kind != "reply" or "status" in content:  # of a cell
        return send(kind, content, *rest)
    text = next(places)
    return write(channel.fileno(), frame(text % content["number"] if b"%d" in text else text))


channel.send = nested


class AntiCorrelatedGaussian:
    def score(self, x):
        for _ in range(len(x) % 5):
            next(places)
        return np.zeros_like(x)


    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
