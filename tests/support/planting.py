"""Plants what lies in a hostile student's folder, as the head of an attack says it.

Each thing is a table with its `kind` and `name`; names and targets are percent-encoded, since they need not be text.
Of a cell the `source` is repeated `repeat` times, `before` and `after` stand around that, and the cell stands there
`times` times; one that is a `copy_of` another has the text of that cell of the release.
"""

import base64
import dataclasses
import io
import json
import os
import random
import shutil
import socket
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import unquote_to_bytes

import nbformat
from PIL import Image

from grader.bank.answers import Answer, notebook_of

Thing = Mapping[str, str]
CHANGES = {"pictures"}  # kinds that change a file that is there
GROWTH = {"copy_of", "repeat", "times", "before", "after"}


def hand_in(released: nbformat.NotebookNode, answer: Answer, folder: Path) -> None:
    """Make a student's folder: a notebook with an answer and its further cells, and what is planted beside it."""
    notebook = notebook_of(released, dataclasses.replace(answer, cells=tuple(further(released, answer))))
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / "hw3.ipynb")
    plant(folder, answer.plant)


def further(released: nbformat.NotebookNode, answer: Answer) -> Iterator[dict[str, object]]:
    """The further cells of an attack, written out."""
    texts = {cell.id: cell.source for cell in released.cells}
    for cell in answer.cells:
        plain = {key: value for key, value in cell.items() if key not in GROWTH}
        text = texts.get(cell.get("copy_of"), cell.get("source", ""))
        source = f"{cell.get('before', '')}{text * cell.get('repeat', 1)}{cell.get('after', '')}"
        for number in range(cell.get("times", 1)):
            yield {**plain, "source": source.replace("{number}", str(number))}


def spelt(text: str) -> str:
    """The name that a percent-encoded text stands for."""
    return os.fsdecode(unquote_to_bytes(text))


def plant(folder: Path, things: Iterable[Thing]) -> None:
    """Put things into a folder; what has the same name makes room.

    Raises:
        KeyError: a thing is of no known kind, or lacks what its kind needs.
    """
    for thing in things:
        path = Path(os.path.normpath(folder / spelt(thing["name"])))
        if thing["kind"] in CHANGES:
            KINDS[thing["kind"]](path, thing)
            continue
        if path.is_symlink() or path.is_file():
            path.unlink()
        elif path.is_dir():
            shutil.rmtree(path)
        KINDS[thing["kind"]](path, thing)


def _link(path: Path, thing: Thing) -> None:
    path.symlink_to(spelt(thing["target"]))


def _hard_link(path: Path, thing: Thing) -> None:
    path.hardlink_to(path.parent / spelt(thing["target"]))


def _pipe(path: Path, thing: Thing) -> None:
    os.mkfifo(path)


def _socket(path: Path, thing: Thing) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        place = os.open(path.parent, os.O_PATH)  # a socket's path is short
        listener.bind(f"/proc/self/fd/{place}/{path.name}")
        os.close(place)


def _device(path: Path, thing: Thing) -> None:
    if os.geteuid() == 0:  # nobody else can make one
        os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 5))  # /dev/zero


def _file(path: Path, thing: Thing) -> None:
    path.write_bytes(unquote_to_bytes(thing["bytes"]) if "bytes" in thing else thing["text"].encode())
    path.chmod(int(thing.get("mode", "644"), 8))


def _bomb(path: Path, thing: Thing) -> None:
    """A file of so many MiB that takes no room: what unpacking a small archive leaves."""
    with open(path, "wb") as file:
        file.truncate(int(thing["mib"]) << 20)


def _folders(path: Path, thing: Thing) -> None:
    """Folders within folders, deeper than a path can say."""
    here = os.getcwd()
    os.chdir(path.parent)
    try:
        for _ in range(int(thing["depth"])):
            os.mkdir(path.name)
            os.chdir(path.name)
        Path("hostile-trace").touch()
    finally:
        os.chdir(here)


def _many(path: Path, thing: Thing) -> None:
    """A folder with so many empty files."""
    path.mkdir()
    for number in range(int(thing["count"])):
        (path / f"{number}.csv").touch()


def _packed(path: Path, thing: Thing) -> None:
    """The notebook in a zip, with an attachment of so many MiB that packs well."""
    there = path.with_name("hw3.ipynb")
    notebook = json.loads(there.read_text(encoding="utf-8"))
    attached = {"a.png": {"image/png": "A" * (int(thing["mib"]) << 20)}}
    cell = {"cell_type": "markdown", "id": "packed", "metadata": {}, "source": "![](attachment:a.png)"}
    notebook["cells"].append({**cell, "attachments": attached})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("hw3.ipynb", json.dumps(notebook))
    there.unlink()


def _names(path: Path, thing: Thing) -> None:
    """So many zips in a zip, each with so many names of no files."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as target:
        for number in range(int(thing["names"])):
            target.writestr(f"{number:x}", "")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for number in range(int(thing["zips"])):
            target.writestr(f"{number}.zip", inner.getvalue())


def _pictures(path: Path, thing: Thing) -> None:
    """The notebook with pictures of some 1 MB, so many in outputs and so many in text cells."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for number in range(int(thing["outputs"])):
        data = {"image/png": noise(number % 3)}
        output = {"output_type": "display_data", "metadata": {}, "data": data}
        blank: dict[str, object] = {"cell_type": "code", "metadata": {}, "execution_count": None}
        notebook["cells"].append({**blank, "id": f"output-{number}", "source": f"# {number}", "outputs": [output]})
    for number in range(int(thing["attachments"])):
        attached = {"a.png": {"image/png": noise(number % 3)}}
        blank = {"cell_type": "markdown", "metadata": {}, "source": "![](attachment:a.png)"}
        notebook["cells"].append({**blank, "id": f"text-{number}", "attachments": attached})
    path.write_text(json.dumps(notebook), encoding="utf-8")


@cache
def noise(seed: int, side: int = 550) -> str:
    """A picture in base64 that no format makes smaller."""
    file = io.BytesIO()
    Image.frombytes("RGB", (side, side), random.Random(seed).randbytes(3 * side * side)).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode("ascii")


KINDS: dict[str, Callable[[Path, Thing], None]] = {
    "link": _link,
    "hard link": _hard_link,
    "pipe": _pipe,
    "socket": _socket,
    "device": _device,
    "file": _file,
    "bomb": _bomb,
    "folders": _folders,
    "many": _many,
    "packed attachment": _packed,
    "zips of names": _names,
    "pictures": _pictures,
}
