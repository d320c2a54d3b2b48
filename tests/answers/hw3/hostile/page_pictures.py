# task = "score"
# family = "pages"
# why = "Shows a picture of 3 MB in each of sixty cells, and one picture five hundred times."
# then = "The notebook keeps so many megabytes of outputs in all, and the page says so."
# cells = [
#     { cell_type = "code", source = "shown({number})", times = 60 },
#     { cell_type = "code", source = "for _ in range(500): shown(1, 20)" },
# ]


from IPython.display import Image, display
import io
import struct
import zlib


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def shown(seed, side=870):
    rows = np.random.default_rng(seed).bytes(side * (1 + 3 * side))
    rows = b"".join(b"\0" + rows[place * 3 * side : (place + 1) * 3 * side] for place in range(side))
    head = struct.pack(">2I5B", side, side, 8, 2, 0, 0, 0)
    picture = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")
    display(Image(picture))


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
