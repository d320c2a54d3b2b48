# task = "score"
# family = "forging"
# why = "Sends one message of gigabytes, as long as a length can say."
# seen = "Message larger than allowed"
# then = "The line is cut before the message is whole."
# prelude = "line"


class AntiCorrelatedGaussian:
    def score(self, x):
        line = request()[0]._channel.fileno()
        os.write(line, struct.pack(">I", 2**32 - 1) + b'["reply",{"number":1,"ok":["list",["')
        for _ in range(4096):
            os.write(line, bytes(2**20))
        return np.zeros_like(x)


    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
