# task = "score"
# family = "forging"
# why = "Answers with messages of other kinds, and in the name of questions to come."
# seen = "Reply to no open request"
# then = "Only the reply to the question that was put is read, or the answer is malformed."
# prelude = "line"


channel = request()[0]._channel
send = channel.send
kinds = ["ready", "failed", "ask", "execute", "fork", "REPLY", "reply ", "", "\x1b[2J", "stream", "error"]
answer = {"ok": ["plain", True], "status": "ok", "execution_count": 1}


def other_kinds(kind, content, *rest):
    if kind == "reply":
        number = content["number"]
        for wrong in kinds:
            send(wrong, {**answer, "number": number})
        for to_come in (number + 2, number + 3, number - 1, -number):
            send("reply", {**answer, "number": to_come})
        content = content if "status" in content else {**answer, "number": number}
    return send(kind, content, *rest)


channel.send = other_kinds


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)


    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
