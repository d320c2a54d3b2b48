# task = "score"
# family = "forging"
# why = "Answers with messages of other kinds, of no kind, and in the name of questions to come."
# then = "Only the reply to the question that was put is read, or the answer is malformed."


kernel = get_ipython().kernel
session, send = kernel.session, kernel.session.send
kinds = ["execute_request", "kernel_info_reply", "shutdown_reply", "input_request", "", "\x1b[2J", None, 3, ["execute_reply"]]


def other_kinds(stream, kind, content=None, parent=None, ident=None, *args, **kwargs):
    if kind != "execute_reply":
        return send(stream, kind, content, parent, ident, *args, **kwargs)
    for wrong in kinds:
        for named in (parent["header"], {"msg_id": parent["header"]["msg_id"][:-1] + "9"}, [], None, "x"):
            header = {**session.msg_header("execute_reply"), "msg_type": wrong}
            frames = [session.pack(part) for part in (header, named, {}, {**content, "status": "ok"})]
            stream.send_multipart([*ident, b"<IDS|MSG>", session.sign(frames), *frames])
    return send(stream, kind, {"status": "ok", "user_expressions": kinds}, parent, ident, *args, **kwargs)


session.send = other_kinds


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
