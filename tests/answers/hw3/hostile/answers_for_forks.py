# task = "score"
# family = "persistence"
# why = "Forks every fork once more; the second keeps the line open, says first that it is ready, and reads along."
# then = "Whoever answers, an answer counts for what it says; all of them end with the sandbox."
# slow = true


import json
import os
import socket
import struct
import sys


def state():
    """The descriptor of the line that a fork gets that the grader has asked for."""
    frame = sys._getframe()
    while frame is not None and frame.f_code.co_name != "_fork":
        frame = frame.f_back
    return frame and frame.f_locals["descriptor"]


def write(line, message):
    data = json.dumps(message).encode()
    line.sendall(struct.pack(">I", len(data)) + data)


def twice():
    line = state()
    if line is None or twice.done:
        return
    twice.done = True
    if os.fork() == 0:
        os.setsid()
        line = socket.socket(fileno=line)
        write(line, ["ready", {"pid": os.getpid()}])
        try:
            while data := line.recv(4):
                data = line.recv(int.from_bytes(data, "big"), socket.MSG_WAITALL)
                number = json.loads(data)[1][0]
                write(line, ["reply", {"number": number, "ok": ["plain", True], "status": "ok"}])
        finally:
            os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(1000)", "hostile-trace-answers_for_forks"])
    twice.done = False


twice.done = False
os.register_at_fork(after_in_child=twice)


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)


    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
