# task = "score"
# family = "resources"
# why = "Sends replies nobody asked for and outputs without end, from a thread."
# then = "The cells still end, and what was sent unasked is thrown away."
# slow = true
# prelude = "line"


import threading


channel = request()[0]._channel


def flood():
    while True:
        channel.send("reply", {"status": "ok", "number": -1})
        channel.send("stream", {"name": "stdout", "text": "x" * 10_000})


threading.Thread(target=flood, daemon=True).start()


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)


    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
