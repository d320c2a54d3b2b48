# task = "score"
# family = "forging"
# why = "Nests the header, the metadata and the answer itself a hundred thousand deep."
# then = "The message is refused before its depth can exhaust the stack."


kernel = get_ipython().kernel
session, send = kernel.session, kernel.session.send
deep = b"[" * 100_000 + b"]" * 100_000
objects = b'{"a":' * 50_000 + b"1" + b"}" * 50_000
answer = (
    b'{"status":"ok","execution_count":1,"payload":[],"user_expressions":{"answer":{"status":"ok","metadata":{},'
    b'"data":{"application/vnd.course.answer+json":{"ok":' + b'["list",[' * 900 + b'["plain",true]' + b"]]" * 900 + b"}}}}}"
)
turn = 0


def nested(stream, kind, content=None, parent=None, ident=None, *args, **kwargs):
    global turn
    if kind != "execute_reply":
        return send(stream, kind, content, parent, ident, *args, **kwargs)
    frames = [session.pack(part) for part in (session.msg_header(kind), parent["header"], {}, content)]
    place = turn % 5
    frames[min(place, 3)] = answer if place == 4 else objects if place % 2 else deep
    turn += 1
    stream.send_multipart([*ident, b"<IDS|MSG>", session.sign(frames), *frames])
    return None


session.send = nested


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
