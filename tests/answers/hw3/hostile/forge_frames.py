# task = "score"
# family = "forging"
# why = "Writes lengths without messages and messages without ends to the kernel's open connections, from a thread."
# seen = "Invalid message from the kernel"
# then = "Half a message is never passed on, and a broken line is a dead kernel."


import itertools
import os
import socket
import struct
import threading
import time

pieces = itertools.cycle(
    [
        b"\xff" * 64,  # more bytes than there are
        struct.pack(">I", 100) + b'["reply",',  # the end is missing
        struct.pack(">I", 0) * 10,  # nothing
        struct.pack("<I", 20) + b'["reply",{"number":1}]',  # in the other order of bytes
        b"\x00",  # a quarter of a length
        b"",
    ]
)


def write():
    while True:
        for name in os.listdir("/proc/self/fd"):
            try:
                with socket.socket(fileno=os.dup(int(name))) as line:
                    if line.getpeername() is not None and line.type == socket.SOCK_STREAM:
                        line.send(next(pieces), socket.MSG_DONTWAIT)
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
