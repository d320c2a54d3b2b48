# task = "score"
# family = "forging"
# why = "Sends outputs of the wrong types, in the name of the running cell."
# then = "The notebook with its outputs is still a valid one."


kernel = get_ipython().kernel
parent = kernel.get_parent()
poison = {"deep": [[[[]]]], "text": "<script>"}
for kind in (
    "stream",
    "error",
    "display_data",
    "execute_result",
    "status",
    "clear_output",
    "comm_open",
    "\x1b[2J",
    "x",
):
    for content in (
        {"name": 3, "text": "a number for a name", "execution_state": "busy"},
        {
            "data": {"text/html": "<script>alert(1)</script>", "image/png": "x' onerror='alert(1)"},
            "metadata": poison,
            "execution_count": poison,
        },
        {"ename": poison, "evalue": None, "traceback": poison},
    ):
        kernel.session.send(kernel.iopub_socket, kind, content, parent=parent)


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
