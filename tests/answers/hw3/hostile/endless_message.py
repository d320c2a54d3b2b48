# task = "score"
# family = "forging"
# why = "Sends one message of a thousand large frames."
# seen = "Message larger than allowed"
# then = "The line is cut before the message is whole."


kernel = get_ipython().kernel
block = bytes(20 * 2**20)


class AntiCorrelatedGaussian:
    def score(self, x):
        kernel.iopub_socket.send_multipart([b"stream", *[block] * 1_000], copy=False)
        ident = kernel.get_parent()["header"]["session"].encode()
        kernel.shell_stream.socket.send_multipart([ident, *[block] * 1_000], copy=False)
        return np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
