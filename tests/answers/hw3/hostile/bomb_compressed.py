# task = "score"
# family = "resources"
# why = "Shows pictures and leaves archives of a few kilobytes that unpack to gigabytes."
# then = "Nothing of ours unpacks them, and no picture kept for the page unpacks to more than a screen can show."


import base64
import gzip
import struct
import zipfile
import zlib

from IPython.display import display


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(side):
    pack = zlib.compressobj(9)
    row = bytes(1 + side // 8)
    data = b"".join(pack.compress(row) for _ in range(side)) + pack.flush()
    head = struct.pack(">2I5B", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


display({"image/png": base64.b64encode(png(60_000)).decode(), "text/plain": "a picture"}, raw=True)
display({"image/png": base64.b64encode(b"\x89PNG\r\n\x1a\n").decode(), "text/plain": "no picture"}, raw=True)
with zipfile.ZipFile("data.zip", "w", zipfile.ZIP_DEFLATED) as archive, archive.open("data.csv", "w") as file:
    for _ in range(64):
        file.write(bytes(2**20))
with gzip.open("data.npy.gz", "wb") as file:
    for _ in range(64):
        file.write(bytes(2**20))


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
