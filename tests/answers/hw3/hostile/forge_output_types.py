# task = "score"
# family = "forging"
# why = "Sends outputs of the wrong types and of kinds that there are none of, in the name of the running cell."
# then = "The notebook with its outputs is still a valid one."
# prelude = "line"


import json


line = request()[0]._channel.fileno()
poison = {"deep": [[[[]]]], "text": "<script>"}
picture = "x' onerror='alert(1)"
data = {"text/html": "<script>alert(1)</script>", "image/png": picture, "application/x-\x1b[2J": poison}
shown = "clear_output", "stream", "error", "display_data", "execute_result", "update_display_data"
for kind in (*shown, "status", "comm_open", "ready", "failed", "execute", "fork", "", "\x1b[2J", "x" * 40):
    for content in (
        {},
        {"name": 3, "text": "a number for a name", "wait": poison},
        {"name": "stdout", "text": poison},
        {"data": data, "metadata": poison, "execution_count": poison, "transient": poison},
        {"data": [data], "transient": {"display_id": poison}},
        {"ename": poison, "evalue": None, "traceback": poison},
        {"ename": "10", "evalue": ["of"], "traceback": [10, poison]},
    ):
        write(line, frame(json.dumps([kind, content]).encode()))


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)


    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
