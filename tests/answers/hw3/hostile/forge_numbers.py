# task = "score"
# family = "forging"
# why = "Sends answers with no number, with numbers of other types, and with numbers of requests before and to come."
# seen = "Reply to no open request"
# then = "No such answer is read, or it is read as any other wrong one."
# prelude = "line"


import json


answer = {"status": "ok", "failures": [], "ok": ["plain", True]}
none = ["", None, [], {}, 0, -1, 0.5, 1e308, float("nan"), float("inf"), 2**63, 2**64, 10**4000, "1e0"]


def forge(number):
    like_it = [str(number), f" {number}", [number], {"number": number}, hex(number), number + 0.5]
    texts = [answer, *({**answer, "number": wrong} for wrong in (*none, *like_it, number - 1))]
    data = b"".join(frame(json.dumps(["reply", text]).encode()) for text in texts)
    last = b'["reply",{"ok":["plain",true],"number":-1,"number":%d.0}]' % number
    return data + frame(last)


class AntiCorrelatedGaussian:
    def score(self, x):
        server, number = request()
        write(server._channel.fileno(), forge(number))
        return np.zeros_like(x)


    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
