"""Which mails of a server's folder have been kept already, so that nothing is fetched twice."""

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from grader.handin.imap.address import Address
from grader.handin.imap.folder import Visit
from grader.storage import atomic

ROOM = "visits"


def read_visit(folder: Path, address: Address) -> Visit:
    """Return what was fetched of a server's folder before; nothing where that is not known.

    Args:
        folder: where the assignment's hand-ins are kept.
        address: which folder of which server.
    """
    with suppress(OSError, ValueError, TypeError, KeyError):
        found = json.loads(_path(folder, address).read_text(encoding="utf-8"))
        return Visit(str(found["validity"]), frozenset(map(int, found["numbers"])))
    return Visit()


def write_visit(folder: Path, address: Address, visit: Visit) -> None:
    """Write down what was fetched."""
    data = {"folder": str(address), "validity": visit.validity, "numbers": sorted(visit.numbers)}
    atomic.write_text(_path(folder, address), json.dumps(data))


def _path(folder: Path, address: Address) -> Path:
    name = hashlib.sha256(f"{address.host}:{address.port}/{address.user}/{address.folder}".encode()).hexdigest()[:16]
    return folder / ROOM / f"{name}.json"
