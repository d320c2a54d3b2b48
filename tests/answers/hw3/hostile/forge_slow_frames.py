# task = "score"
# family = "forging"
# why = "Sends a message byte by byte, always just in time for somebody who waits anew after each."
# seen = "Kernel that could not be interrupted"
# then = "The whole of a message has to be there in the question's time."
# slow = true


import os
import signal
import struct
import sys
import time


def request():
    """Whoever answers requests, and the number of the one that is being answered."""
    frame = sys._getframe()
    while frame.f_code.co_name != "_reply":
        frame = frame.f_back
    return frame.f_locals["self"], frame.f_locals["number"]


class AntiCorrelatedGaussian:
    def score(self, x):
        server, number = request()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        line, text = server._channel.fileno(), b'["reply",{"number":%d,"ok":["plain",true]}]' % number
        for byte in struct.pack(">I", 2**16 + len(text)) + text + b" " * 2**16:
            os.write(line, bytes([byte]))
            time.sleep(0.1)
        return np.zeros_like(x)


    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
