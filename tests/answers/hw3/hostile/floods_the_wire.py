# task = "score"
# family = "resources"
# why = "Sends messages nobody asked for without end, on every line, from a thread."
# then = "The cells still end, and what was sent unasked is thrown away."
# slow = true


import threading

kernel = get_ipython().kernel
session = kernel.session
parent = kernel.get_parent()


def flood():
    while True:
        for ident in (b"", parent["header"]["session"].encode()):
            session.send(kernel.shell_stream.socket, "execute_reply", {"status": "ok"}, ident=ident)
            session.send(kernel.iopub_socket, "stream", {"name": "stdout", "text": "x" * 10_000}, parent=parent)


threading.Thread(target=flood, daemon=True).start()


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
