#!/usr/bin/env python3
"""Check whether your file would be found and read: python check_my_file.py hw3.ipynb

Without a name it checks the notebook beside it. Python 3.8 or newer is enough. Nothing of the notebook is run,
changed or sent anywhere. It does not say how many points an answer earns.
"""

from __future__ import annotations

import ast
import hashlib
import io
import json
import os
import re
import stat
import sys
import textwrap
import warnings
import zipfile
import zlib
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import dataclass, field
from pathlib import Path
from pathlib import PurePosixPath
from typing import Any


DEFINITION = re.compile(r"^(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)|^(\w+)[ \t]*=(?!=)", re.MULTILINE)
MAGIC = re.compile(r"^([ \t]*)(?:[%!?].*|\S.*\?)$", re.MULTILINE)
ASSIGNED_MAGIC = re.compile(r"^([ \t]*[\w, \t]+=[ \t]*)[%!].*$", re.MULTILINE)
FENCED = re.compile(r"\s*```\w*[ \t]*\n(?P<code>.*?)\n?```\s*", re.DOTALL)
TRANSPARENT = ("%%time", "%%capture")  # such a cell's code runs in the notebook's own namespace
LONGEST_CODE = 50_000  # characters of a cell that are looked into


def unfenced(source: str) -> str:
    """Return code as it stands between Markdown's fences; anything else as it is."""
    match = FENCED.fullmatch(source)
    return match["code"] if match else source


def foreign(source: str) -> bool:
    """Whether a cell is in another language, by the magic that it begins with."""
    return source.startswith("%%") and not source.startswith(TRANSPARENT)


def mistake(source: str) -> tuple[int, str] | None:
    """Return where Python cannot read a cell, its line and what is wrong there; None if it can, magics aside."""
    if foreign(source) or len(source) > LONGEST_CODE or not source.strip():
        return None
    text = ASSIGNED_MAGIC.sub(r"\1None", MAGIC.sub(r"\1pass", source))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<cell>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError as error:
        return error.lineno or 1, str(error.msg)
    except (ValueError, RecursionError, MemoryError) as error:
        return 1, str(error)
    return None


def defined(source: str) -> set[str]:
    """Return the names that a cell defines at its top level, guessed by its lines where it cannot be read."""
    if foreign(source):
        return set()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(MAGIC.sub(r"\1pass", source)) if len(source) <= LONGEST_CODE else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        tree = None
    if tree is None:
        return {name for pair in DEFINITION.findall(source) for name in pair if name}
    return {name for node in tree.body for name in _names(node)}


def _names(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)
    elif isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name))


def digest(text: str) -> str:
    """Return what two texts have in common that are the same but for white space at the ends of lines."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return hashlib.sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()[:16]


BEGINNINGS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"PK\x03\x04": "a zip or Office file",
    b"\x1f\x8b": "a gzip file",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"{\\rtf": "an RTF document",
}
TEXT = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
TEXT_BYTES = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
HEAVY = 32 * 2**20  # bytes of a file whose long texts are left out
LONG = 2**16  # bytes of such a text: a picture, or an output
MOST_BARE, MOST_WIDE = 128 * 2**20, 64 * 2**20  # bytes that may be left then: of ASCII, of other text
MOST_CONTAINERS, MOST_VALUES = 500_000, 3_000_000


class Unreadable(Exception):
    """The grader could not read this; the text says why, and follows on the file's name."""


def read_json(data: bytes, fixed: list[str]) -> Any:
    """Return what a notebook's file holds; what had to be fixed to read it is added to a list.

    Raises:
        Unreadable: it holds no JSON, or too much of it.
    """
    if len(data) > HEAVY:
        data = TEXT_BYTES.sub(lambda text: text[0] if len(text[0]) < LONG else b'""', data)
        if len(data) > (MOST_BARE if data.isascii() else MOST_WIDE):
            raise Unreadable("is too large, even without its figures: clear the outputs and save it")
        fixed.append("The file is very large. Some of its outputs are left out.")
    return _parsed(decoded(data, fixed), fixed)


def decoded(data: bytes | bytearray, fixed: list[str]) -> str:
    """Return the text of a notebook's file; what had to be fixed to read it is added to a list.

    Raises:
        Unreadable: it is empty, or some other kind of file.
    """
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("is empty" if not data else "contains only white space")
    for start, kind in BEGINNINGS.items():
        if data.startswith(start):
            raise Unreadable(f"is {kind}, not a notebook")
    if data.startswith(b"\xef\xbb\xbf"):
        fixed.append("The file began with a byte order mark, which was removed.")
        data = data[3:]
    encoding = json.detect_encoding(data)
    try:
        text = data.decode(encoding)
        if encoding != "utf-8":
            fixed.append(f"The file was saved as {encoding.replace('-sig', '').upper()} and was read as such.")
        return text
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    odd = text.count("\ufffd")
    if odd <= len(text) - len(text.encode("ascii", "ignore")) - odd:
        fixed.append(f"Damaged characters in the file were replaced: {odd}.")
        return text
    fixed.append("The file was not saved as UTF-8; it was read as Windows-1252.")
    return data.decode("cp1252", "replace")


def _parsed(text: str, fixed: list[str]) -> Any:
    text = text.strip("\ufeff\0 \t\r\n")
    if _is_too_much(text) and _is_too_much(TEXT.sub("", text)):
        raise Unreadable("holds more lists or values than can be read: clear the outputs and save it")
    try:
        content, end = json.JSONDecoder(strict=False).raw_decode(text)
    except json.JSONDecodeError as error:
        raise Unreadable(diagnosis(text, error)) from None
    except (RecursionError, MemoryError):
        raise Unreadable("is not a readable notebook: it is nested too deeply, or too large") from None
    if text[end:].strip():
        fixed.append("Text after the end of the notebook in its file was ignored.")
    return content


def _is_too_much(text: str) -> bool:
    return text.count("[") + text.count("{") > MOST_CONTAINERS or text.count(",") > MOST_VALUES


def diagnosis(text: str, error: json.JSONDecodeError) -> str:
    """Return what a text is that is no JSON, to follow on the file's name."""
    what = "is not a readable notebook: "
    if re.search(r"^(<{7}|={7}|>{7})( |$)", text, re.MULTILINE):
        return what + "it contains the markers of an unresolved git conflict"
    if text[:1] in ("{", "["):
        if not text[error.pos :].strip() or error.msg.startswith("Unterminated string"):
            return what + f"it is truncated after {len(text):,} characters"
        return what + f"line {error.lineno} is not valid JSON"
    if re.match(r"\s*<(!doctype|html|\?xml|head|body)", text, re.IGNORECASE):
        return what + "it is a web page"
    if re.search(r"^(import|from|def|class|#|%)[ \w%!]", text, re.MULTILINE):
        return what + "it is Python code"
    return what + "it is some other text"


EMBEDDED = re.compile(r"data:image/[^\s\"'()<>]+")
MOST_CELLS = 3000  # that are not empty
MOST_TEXT, MOST_WITH_PICTURES = 2**20, 4 * 2**20  # characters of all cells
KINDS = {"code": "code", "markdown": "markdown", "raw": "raw", "heading": "markdown", "text": "markdown"}


@dataclass(frozen=True)
class Cell:
    """One cell: its number in the notebook from 1, its kind, its text, its grade id and cell id, its outputs."""

    number: int
    kind: str
    source: str
    grade_id: str
    cell_id: str
    outputs: list[Any] = field(default_factory=list, compare=False)


@dataclass
class Notebook:
    """A notebook that could be read: its format, its cells, its language, and what was fixed to read it."""

    version: str
    cells: list[Cell]
    language: str
    fixed: list[str]

    @property
    def contents(self) -> list[tuple[str, str]]:
        """What makes two notebooks the same."""
        return [(cell.kind, cell.source.strip()) for cell in self.cells if cell.source.strip()]


def read_notebook(data: bytes) -> Notebook:
    """Return the notebook in the bytes of a file.

    Raises:
        Unreadable: there is none.
    """
    fixed: list[str] = []
    return _notebook(read_json(data, fixed), fixed)


def _notebook(content: Any, fixed: list[str]) -> Notebook:
    if not isinstance(content, dict):
        raise Unreadable("is not a readable notebook: it contains JSON, but not a notebook")
    sheets, given = content.get("worksheets"), content.get("cells")
    if isinstance(sheets, list) and not isinstance(given, list):
        inner = [sheet.get("cells", []) for sheet in sheets if isinstance(sheet, dict)]
        given = [cell for cells in inner if isinstance(cells, list) for cell in cells]
        fixed.append("The notebook is in an old format, and is converted to the current one.")
    if not isinstance(given, list):
        raise Unreadable("is not a readable notebook: it contains JSON, but no cells")
    cells = [found for number, raw in enumerate(given, 1) for found in _cell(number, raw, fixed)]
    if len(given) > MOST_CELLS:
        cells = [cell for cell in cells if cell.source.strip() or cell.grade_id]
    if len(cells) > MOST_CELLS:
        raise Unreadable(f"has more than {MOST_CELLS:,} cells that are not empty")
    if not cells:
        raise Unreadable("is a notebook without any cells")
    size = sum(len(cell.source) for cell in cells)
    if size > MOST_TEXT:
        bare = sum(len(EMBEDDED.sub("", cell.source)) for cell in cells)
        if bare > MOST_TEXT or size > MOST_WITH_PICTURES:
            raise Unreadable(f"holds {size / 1e6:.1f} million characters of text and code")
    version = ".".join(str(content.get(key)) for key in ("nbformat", "nbformat_minor") if _is_number(content.get(key)))
    return Notebook(version or "?", cells, _language(content.get("metadata")), fixed)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _cell(number: int, raw: Any, fixed: list[str]) -> list[Cell]:
    """Return the cell, in a list, or none where it cannot be read."""
    if not isinstance(raw, dict):
        fixed.append(f"Cell {number} cannot be read, and is left out.")
        return []
    kind, mark = raw.get("cell_type"), _mark(raw)
    if not isinstance(kind, str) or kind not in KINDS:
        kind = "code" if "execution_count" in raw or mark.get("cell_type") == "code" else "markdown"
        fixed.append(f"Cell {number} is of an unknown kind, and is read as {kind}.")
    source = raw.get("source", raw.get("input"))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        fixed.append(f"Cell {number} has no readable text, and is read as empty.")
        source = ""
    grade_id, cell_id, outputs = mark.get("grade_id"), raw.get("id"), raw.get("outputs")
    return [
        Cell(
            number,
            KINDS[kind],
            source.replace("\r\n", "\n").replace("\r", "\n"),
            grade_id if isinstance(grade_id, str) else "",
            cell_id if isinstance(cell_id, str) else "",
            [output for output in outputs if isinstance(output, dict)] if isinstance(outputs, list) else [],
        )
    ]


def _mark(raw: dict[str, Any]) -> dict[str, Any]:
    metadata = raw.get("metadata")
    mark = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return mark if isinstance(mark, dict) else {}


def _language(metadata: Any) -> str:
    for key, part in (("kernelspec", "language"), ("language_info", "name")):
        known = metadata.get(key) if isinstance(metadata, dict) else None
        found = known.get(part) if isinstance(known, dict) else None
        if isinstance(found, str):
            return found
    return "python"


MOST_BYTES = 200 * 2**20  # of one file, and of all that one zip unpacks to
MOST_NESTED = 16 * 2**20  # of a zip in a zip
MOST_FILES, MOST_ENTRIES, MOST_DEPTH = 2000, 50_000, 24
IGNORED = {".ipynb_checkpoints", "__MACOSX", "__pycache__", "node_modules", ".DS_Store", "Thumbs.db", ".git", ".venv"}
PACKAGES = {"site-packages", "dist-packages", "conda-meta"}
FAILURES = (OSError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile, zlib.error, ValueError)


@dataclass(frozen=True)
class Entry:
    """One file: its path below what is handed in, through zips too, its size, and how it is read."""

    name: str
    size: int
    read: Callable[[], bytes] = field(compare=False)

    @property
    def base(self) -> str:
        """The last part of the name."""
        return self.name.rpartition("/")[2]


@dataclass
class Files:
    """What is handed in: its files, what is wrong with zips, and what else there is."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def list_files(path: Path) -> Files:
    """List what is handed in: a notebook, a zip or a folder.

    Raises:
        Unreadable: there is no such file.
    """
    files = Files()
    try:
        if path.is_dir():
            _walk(path, files)
        elif stat.S_ISREG(path.stat().st_mode):
            files.entries.append(_plain(path, path.name))
        else:
            raise Unreadable("is neither a file nor a folder")
    except OSError as error:
        raise Unreadable(f"cannot be opened ({error.strerror})") from None
    for entry in list(files.entries):
        if is_zip(entry):
            _look_into(entry, files, 1)
    return files


def _plain(path: Path, name: str) -> Entry:
    return Entry(name, path.stat().st_size, path.read_bytes)


def _walk(top: Path, files: Files) -> None:
    for place, folders, names in os.walk(str(top)):
        prefix = Path(place).relative_to(top).as_posix() + "/" if Path(place) != top else ""
        kept = [name for name in sorted(folders) if not _is_ignored(name) and name not in PACKAGES]
        files.others += [f"{prefix}{name} (a link)" for name in kept if os.path.islink(os.path.join(place, name))]
        files.others += [f"{prefix}{name} (a folder)" for name in kept if not files.entries and not prefix]
        folders[:] = kept if prefix.count("/") < MOST_DEPTH else []
        for name in sorted(names):
            path = Path(place, name)
            if _is_ignored(name):
                continue
            if path.is_symlink() or not stat.S_ISREG(path.lstat().st_mode):
                files.others.append(f"{prefix}{name} (a link, not a file)")
            else:
                files.entries.append(_plain(path, prefix + name))
        if len(files.entries) > MOST_ENTRIES:
            break
    files.entries.sort(key=lambda entry: not (".ipynb" in entry.base.lower() or entry.base.lower().endswith(".zip")))
    del files.entries[MOST_FILES:]


def _is_ignored(name: str) -> bool:
    return name in IGNORED or name.startswith(("._", ".~", "~$"))


def is_zip(entry: Entry) -> bool:
    """Whether a file is a zip: by its name, or a would-be notebook by its first bytes."""
    if entry.base.lower().endswith(".zip"):
        return True
    try:
        return ".ipynb" in entry.base.lower() and entry.size <= MOST_BYTES and entry.read()[:4] == b"PK\x03\x04"
    except FAILURES:
        return False


def _look_into(entry: Entry, files: Files, depth: int) -> None:
    if depth > 2:
        files.problems.append(f"{entry.name} is a zip in a zip in a zip")
        return
    try:
        if entry.size > (MOST_BYTES if depth == 1 else MOST_NESTED):
            raise zipfile.BadZipFile("it is too large")
        archive = zipfile.ZipFile(io.BytesIO(entry.read()))
        members = [member for member in archive.infolist() if not member.is_dir() and _inner(member).strip("./")]
    except FAILURES as error:
        files.problems.append(f"{entry.name} is not a readable zip file ({str(error)[:60]})")
        return
    members = [member for member in members if not _is_passed_over(member)]
    problem = _refusal(members)
    if problem:
        files.problems.append(f"{entry.name} {problem}")
        return
    for member in sorted(members, key=lambda member: _inner(member).count("/"))[:MOST_FILES]:
        inside = Entry(f"{entry.name}/{_inner(member)}", member.file_size, _reader(archive, member))
        files.entries.append(inside)
        if is_zip(inside):
            _look_into(inside, files, depth + 1)


def _reader(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        with archive.open(member) as opened:
            return opened.read(member.file_size)

    return read


def _inner(member: zipfile.ZipInfo) -> str:
    return member.filename.replace("\\", "/")


def _is_passed_over(member: zipfile.ZipInfo) -> bool:
    parts = _inner(member).split("/")
    link = stat.S_ISLNK(member.external_attr >> 16)
    return link or any(_is_ignored(part) or part in PACKAGES for part in parts) or len(parts) > MOST_DEPTH + 1


def _refusal(members: list[zipfile.ZipInfo]) -> str:
    if len(members) > MOST_ENTRIES:
        return f"holds {len(members):,} files, and at most {MOST_ENTRIES:,} are read"
    if sum(member.file_size for member in members) > MOST_BYTES:
        return f"unpacks to more than {MOST_BYTES >> 20} MB"
    for member in members:
        parts = _inner(member).split("/")
        if not parts[0] or ".." in parts or ":" in parts[0] or "\0" in member.filename:
            return f"contains a file whose path leads out of it ({member.filename[:60]!r})"
        if member.flag_bits & 1:
            return "is protected with a password"
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            return "is compressed in a way that is not read: make an ordinary zip file"
    return ""


MOST_CANDIDATES = 20
LOST = {"", ".json", ".txt"}  # what a notebook's name may end in when its own ending was lost


@dataclass
class Found:
    """The notebook that would be graded: its path, itself, and what the grader does about the others."""

    name: str
    notebook: Notebook
    fixed: list[str]


def choose(files: Files, given: dict[str, Any], name: str, alone: bool) -> Found:
    """Return the notebook that would be graded.

    Args:
        files: what is handed in.
        given: what is known of the notebook as it was given out; empty if nothing is.
        name: what it should be called.
        alone: whether it is the assignment's only notebook.

    Raises:
        Unreadable: there is none, or there are several that differ.
    """
    entries = [entry for entry in files.entries if alone or entry.name == name or ".ipynb" not in entry.base]
    notebooks = [entry for entry in entries if ".ipynb" in entry.base.lower() and not is_zip(entry)]
    problems = list(files.problems)
    found = list(_readable(notebooks, name, problems))
    if not found:
        rest = [entry for entry in entries if PurePosixPath(entry.name).suffix.lower() in LOST]
        found = list(_readable(rest, name, []))
    if not found:
        raise Unreadable("; ".join(problems[:3]) or _missing(files, name))
    fixed = [f"{problem}. It is left out." for problem in problems]
    if given:
        found = _own(found, given, fixed)
    first = found[0]
    if any(other.notebook.contents != first.notebook.contents for other in found[1:]):
        names = " and ".join(other.name for other in found[:2])
        raise Unreadable(f"there are {len(found)} different notebooks, and nobody says which one counts: {names}")
    if found[1:]:
        fixed.append(f"The same notebook is there {len(found)} times. {first.name} is read.")
    return Found(first.name, first.notebook, [*fixed, *first.notebook.fixed])


def _readable(entries: list[Entry], name: str, problems: list[str]) -> Iterator[Found]:
    ranked = sorted(entries, key=lambda e: (e.name != name, e.base != name, e.name.count("/"), e.name))
    for entry in ranked[:MOST_CANDIDATES]:
        if entry.size > MOST_BYTES:
            problems.append(f"{entry.name} has {entry.size >> 20:,} MB, and at most {MOST_BYTES >> 20} MB are read")
            continue
        try:
            yield Found(entry.name, read_notebook(entry.read()), [])
        except Unreadable as error:
            problems.append(f"{entry.name} {error}")
        except FAILURES as error:
            problems.append(f"{entry.name} cannot be read ({type(error).__name__})")


def _own(found: list[Found], given: dict[str, Any], fixed: list[str]) -> list[Found]:
    """Return the notebooks of this homework, without the untouched one that was given out if there are others."""
    own = [one for one in found if _belongs(one.notebook, given)]
    if not own:
        raise Unreadable(f"{found[0].name} is a different notebook: nothing in it belongs to this homework")
    touched = [one for one in own if whole(one.notebook) != given["whole"]] or own
    for one in found:
        if one not in own:
            fixed.append(f"{one.name} does not belong to this homework. It is left out.")
        elif one not in touched:
            fixed.append(f"{one.name} is the homework as it was given out. It is left out.")
    return touched


def whole(notebook: Notebook) -> str:
    """Return what makes two notebooks the same, as a digest."""
    return digest("\n".join(f"{kind} {source}" for kind, source in notebook.contents))


def _belongs(notebook: Notebook, given: dict[str, Any]) -> bool:
    ids = {cell["id"] for cell in given["cells"]}
    names = {name for cell in given["cells"] for name in cell["names"]}
    return any(
        cell.grade_id in ids
        or digest(cell.source) in given["texts"]
        or (cell.kind == "code" and names & defined(cell.source))
        for cell in notebook.cells
    )


def _missing(files: Files, name: str) -> str:
    there = [entry.name for entry in files.entries if entry.base != "timestamp.txt"] + files.others
    return f"there is no notebook {name}; there is {', '.join(there[:4]) or 'nothing at all'}"


STUB = "raise NotImplementedError"


@dataclass
class Report:
    """What came of one notebook.

    Attributes:
        name: the path of the file that would be graded, or of what is handed in.
        facts: what it is.
        fine: what is as it should be.
        fixed: what the grader fixes by itself.
        look: what to look at before it is handed in.
        unreadable: why it would not be read; empty if it would be.
    """

    name: str
    facts: str = ""
    fine: list[str] = field(default_factory=list)
    fixed: list[str] = field(default_factory=list)
    look: list[str] = field(default_factory=list)
    unreadable: str = ""

    @property
    def status(self) -> int:
        """0 if all is well, 1 if there is something to look at, 2 if it would not be read."""
        return 2 if self.unreadable else 1 if self.look else 0


def check_cell(report: Report, notebook: Notebook, cell: dict[str, Any], given: dict[str, Any]) -> None:
    """Check one of the cells that were given out with a grade id."""
    holders = _holders(notebook, cell, given)
    if cell["locked"]:
        _check_locked(report, cell, holders)
    elif cell["kind"] == "code":
        _check_answer(report, notebook, cell, holders)
    else:
        _check_written(report, notebook, cell, holders)


def _holders(notebook: Notebook, cell: dict[str, Any], given: dict[str, Any]) -> list[Cell]:
    """Return the cells with a grade id, without those that answer another task: their ids were exchanged."""
    others = {name for other in given["cells"] if other["id"] != cell["id"] for name in other["names"]}
    return [
        one
        for one in notebook.cells
        if one.grade_id == cell["id"]
        and (cell["locked"] or not (others & defined(one.source)) or set(cell["names"]) & defined(one.source))
    ]


def _check_locked(report: Report, cell: dict[str, Any], holders: list[Cell]) -> None:
    if not holders:
        report.fixed.append(f"The check {cell['id']!r} is not there. It is put back.")
    elif len(holders) > 1:
        report.fixed.append(f"The check {cell['id']!r} is there {len(holders)} times. One of them is kept.")
    elif digest(holders[0].source) != cell["text"]:
        report.fixed.append(f"The check {cell['id']!r} was edited. It is put back as it was given out.")


def _check_answer(report: Report, notebook: Notebook, cell: dict[str, Any], holders: list[Cell]) -> None:
    names = set(cell["names"])
    task = f"{cell['id']!r}"
    answers = [one for one in holders if names & defined(unfenced(one.source)) and not _is_stub(one, cell)]
    if not answers:
        free = [one for one in notebook.cells if one.grade_id != cell["id"] and names & defined(unfenced(one.source))]
        answers = [one for one in free if not _is_stub(one, cell) and _is_code(one)]
        if answers:
            report.fixed.append(f"The answer {task} is found in cell {answers[-1].number}, by what it defines.")
    if answers:
        if len(holders) > 1 and answers[-1] in holders:
            what = "the last complete one counts" if len(answers) > 1 else "the complete one counts"
            report.fixed.append(f"The answer {task} is there {len(holders)} times; {what}, or halves are joined.")
        if answers[-1].kind != "code":
            report.fixed.append(f"The answer {task} is in a text cell. It is made a code cell again.")
        report.fine.append(f"The answer {task} is there, in cell {answers[-1].number}.")
    elif not holders:
        report.look.append(f"The answer {task} is missing: no cell defines {' or '.join(sorted(names)) or 'it'}.")
    elif not any(one.source.strip() for one in holders):
        report.look.append(f"The answer {task} is empty (cell {holders[-1].number}).")
    elif all(_is_stub(one, cell) for one in holders):
        report.look.append(f"The answer {task} is as it was given out (cell {holders[-1].number}): not answered yet.")
    elif names:
        report.look.append(
            f"The answer {task} does not define {' or '.join(sorted(names))} (cell {holders[-1].number}): "
            "keep the names that you were given."
        )
    else:
        report.fine.append(f"The answer {task} is there, in cell {holders[-1].number}.")


def _is_stub(one: Cell, cell: dict[str, Any]) -> bool:
    return not one.source.strip() or digest(one.source) == cell["text"] or bool(cell["stub"] and STUB in one.source)


def _is_code(one: Cell) -> bool:
    return one.kind == "code" or mistake(unfenced(one.source)) is None


def _check_written(report: Report, notebook: Notebook, cell: dict[str, Any], holders: list[Cell]) -> None:
    task = f"{cell['id']!r}"
    if len(holders) > 1:
        report.fixed.append(f"The answer {task} is in {len(holders)} cells. They are merged into one.")
    if not holders:
        holders = [one for one in notebook.cells if one.cell_id and one.cell_id == cell["cell"]]
        if holders:
            report.fixed.append(f"The answer {task} is found by its cell, in cell {holders[-1].number}.")
    if any(one.kind == "code" for one in holders):
        report.fixed.append(f"The answer {task} is in a code cell. It is made a text cell again.")
    written = [one for one in holders if one.source.strip() and digest(one.source) != cell["text"]]
    if written:
        report.fine.append(f"The answer {task} is there, in cell {written[-1].number}.")
    else:
        report.look.append(
            f"The answer {task} is {'empty or as it was given out' if holders else 'not in its own cell'}. "
            "Text elsewhere in the notebook is looked for by a person."
        )


FORM = re.compile(r"^[*_#\s]*(?P<label>[^<>\n]+?)[ \t]*<[^<>/\n]+>[*_ \t]*$", re.MULTILINE)  # "Name: < your name >"


def check(path: Path, release: dict[str, Any]) -> list[Report]:
    """Check what is handed in; a report for each notebook of the assignment.

    Args:
        path: a notebook, a zip or a folder.
        release: what is known of the notebooks that were given out; nothing is if it has no notebooks.
    """
    notebooks = release["notebooks"] or [{}]
    try:
        files = list_files(path)
    except Unreadable as error:
        return [Report(str(path), unreadable=str(error))]
    return [_checked(path, files, given, len(notebooks) == 1) for given in notebooks]


def _checked(path: Path, files: Files, given: dict[str, Any], alone: bool) -> Report:
    wanted = given.get("name", path.name if path.suffix == ".ipynb" else "notebook.ipynb")
    name = path.name if path.is_file() and alone and path.suffix.lower() != ".zip" else wanted
    try:
        found = choose(files, given, name, alone)
    except Unreadable as error:
        return Report(wanted if not alone else str(path), unreadable=str(error))
    notebook = found.notebook
    report = Report(found.name, f"notebook format {notebook.version}, {len(notebook.cells)} cells", fixed=found.fixed)
    if given and found.name != wanted:
        report.fixed.append(f"The file is found as {found.name}. It should be called {wanted}.")
    if "python" not in notebook.language.lower():
        report.fixed.append(f"Its language is {notebook.language}. It is set to Python.")
    for cell in given.get("cells", ()):
        check_cell(report, notebook, cell, given)
    _check_names(report, notebook, given)
    _check_code(report, notebook, given)
    _check_outputs(report, notebook)
    return report


def _check_names(report: Report, notebook: Notebook, given: dict[str, Any]) -> None:
    """Check the lines in which a student fills in a name."""
    for label in given.get("forms", ()):
        lines = [
            line.strip("*_# \t") for cell in notebook.cells if cell.kind != "code" for line in cell.source.split("\n")
        ]
        filled = [line for line in lines if line.lower().startswith(label.lower())]
        if not filled:
            report.look.append(f"The line {label!r} is not there.")
        elif all(FORM.match(line) or not line[len(label) :].strip(" *_") for line in filled):
            report.look.append(f"The line {label!r} is not filled in.")
        else:
            report.fine.append(f"The line {label!r} is filled in.")


def _check_code(report: Report, notebook: Notebook, given: dict[str, Any]) -> None:
    tasks = {cell["id"]: cell["kind"] for cell in given.get("cells", ())}
    for cell in notebook.cells:
        found = mistake(cell.source) if cell.kind == "code" else None
        if found and tasks and _continues(cell):
            report.fixed.append(f"Cell {cell.number} begins in the middle of an answer. It is joined with that.")
        elif found and tasks.get(cell.grade_id, "code") == "code":
            where = f"cell {cell.number}{f' ({cell.grade_id})' if cell.grade_id in tasks else ''}, line {found[0]}"
            report.look.append(f"Python cannot read {where}: {found[1]}.")


def _continues(cell: Cell) -> bool:
    """Whether a cell begins in the middle of an answer, which the grader joins."""
    return cell.source[:1] in (" ", "\t") and not foreign(cell.source)


def _check_outputs(report: Report, notebook: Notebook) -> None:
    code = [cell for cell in notebook.cells if cell.kind == "code"]
    figures = sum("image/png" in output.get("data", ()) for cell in code for output in cell.outputs)
    if not any(cell.outputs for cell in code):
        report.look.append("No cell has any output: restart the kernel, run all cells and save.")
    else:
        report.fine.append(f"There are outputs, {figures} figures among them.")
    for cell, name in _errors(code):
        report.look.append(f"Cell {cell.number} ended with {name} when it was last run.")


def _errors(code: list[Cell]) -> Iterator[tuple[Cell, str]]:
    for cell in code:
        names = [output.get("ename") for output in cell.outputs if output.get("output_type") == "error"]
        yield from ((cell, str(name)[:60]) for name in names if name != "NotImplementedError")


WIDTH = 79
RESULTS = (
    "Nothing to look at.",
    "It would be read. Look at what is listed above before you hand it in.",
    "It would not be read.",
)
REMEDY = "Hand in the .ipynb file as JupyterLab saves it."


def lines(reports: list[Report], release: dict[str, Any]) -> Iterator[str]:
    """Yield the lines that tell of a check."""
    for report in reports:
        about = f", of {release['assignment']}" if release["notebooks"] and not report.unreadable else ""
        yield from _wrapped(f"{report.name}: {report.unreadable or report.facts + about}.", "")
        sections = (("There:", report.fine), ("The grader fixes by itself:", report.fixed), ("Look at:", report.look))
        for title, said in sections:
            if said:
                yield title
                for sentence in said:
                    yield from _wrapped(sentence, "  - ")
    if not release["notebooks"]:
        yield from _wrapped("Not compared with the homework as it was given out: it is not known here.", "")
    status = worst(reports)
    yield from _wrapped(f"Result: {RESULTS[status]}{' ' + REMEDY if status == 2 else ''}", "")


def worst(reports: list[Report]) -> int:
    """Return the exit status: 0 if all is well, 1 if there is something to look at, 2 if one would not be read."""
    return max((report.status for report in reports), default=2)


def _wrapped(text: str, before: str) -> list[str]:
    plain = "".join(sign if sign.isprintable() else "?" for sign in text)
    return textwrap.wrap(plain, WIDTH, initial_indent=before, subsequent_indent=" " * len(before)) or [""]


def main(arguments: list[str], release: dict[str, Any], here: Path) -> int:
    """Check the file that is named, or else what lies beside the program; return the exit status."""
    if len(arguments) > 1 or any(argument in ("-h", "--help") for argument in arguments):
        print("Usage: python check_my_file.py [NOTEBOOK, FOLDER OR ZIP]")
        print("Says whether the grader could read it. Nothing of it is run, changed or sent.")
        return 2 if len(arguments) > 1 else 0
    names = [notebook["name"] for notebook in release["notebooks"]]
    path = Path(arguments[0]) if arguments else here / names[0] if len(names) == 1 else here
    reports = check(path, release)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a terminal may lack signs of a name
    for line in lines(reports, release):
        print(line)
    return worst(reports)


RELEASE = {'assignment': 'hw3',
 'notebooks': [{'name': 'hw3.ipynb',
                'forms': ['Name:'],
                'whole': '58bb576681a55f29',
                'cells': [{'id': 'score-answer',
                           'cell': 'task-1-answer',
                           'kind': 'code',
                           'locked': 0,
                           'names': ['AntiCorrelatedGaussian'],
                           'stub': 1,
                           'text': '8f1117f38c4644e2'},
                          {'id': 'score',
                           'cell': 'task-1-check',
                           'kind': 'code',
                           'locked': 1,
                           'names': [],
                           'stub': 0,
                           'text': '8ccf7e18982b5f35'},
                          {'id': 'langevin-answer',
                           'cell': 'task-2-answer',
                           'kind': 'code',
                           'locked': 0,
                           'names': ['langevin_sampler'],
                           'stub': 1,
                           'text': '939a3adbd1072b87'},
                          {'id': 'langevin',
                           'cell': 'task-2-check',
                           'kind': 'code',
                           'locked': 1,
                           'names': [],
                           'stub': 0,
                           'text': 'e913b03d634bac86'},
                          {'id': 'scorenet-answer',
                           'cell': 'task-3-answer',
                           'kind': 'code',
                           'locked': 0,
                           'names': ['ScoreNet'],
                           'stub': 1,
                           'text': '98906dce99bb3ac2'},
                          {'id': 'scorenet',
                           'cell': 'task-3-check',
                           'kind': 'code',
                           'locked': 1,
                           'names': [],
                           'stub': 0,
                           'text': '549494126b20a143'},
                          {'id': 'loss-answer',
                           'cell': 'task-4-answer',
                           'kind': 'code',
                           'locked': 0,
                           'names': ['denoising_score_matching'],
                           'stub': 1,
                           'text': '9a50b3653eaef28d'},
                          {'id': 'loss',
                           'cell': 'task-4-check',
                           'kind': 'code',
                           'locked': 1,
                           'names': [],
                           'stub': 0,
                           'text': '935fd11103111bc0'},
                          {'id': 'gradient_map',
                           'cell': 'task-5-answer',
                           'kind': 'markdown',
                           'locked': 0,
                           'names': [],
                           'stub': 0,
                           'text': 'f6ec620c370e5753'},
                          {'id': 'sampler-answer',
                           'cell': 'task-6-answer',
                           'kind': 'code',
                           'locked': 0,
                           'names': ['sample_simple'],
                           'stub': 1,
                           'text': '4385afeb2a478100'},
                          {'id': 'sampler',
                           'cell': 'task-6-check',
                           'kind': 'code',
                           'locked': 1,
                           'names': [],
                           'stub': 0,
                           'text': 'ab22fe344a6c2461'}],
                'texts': ['fc5f09cdf835a425',
                          '473f2268d117ff29',
                          '9af4d8255c2e1a4e',
                          '81b46dab15bb8900',
                          'def065a8865a1f1a',
                          '06947e0b1a8bd704',
                          'cd00beaa1a69df29',
                          '8f1117f38c4644e2',
                          '8ccf7e18982b5f35',
                          'e47aa1379a3654a0',
                          'a5306694dbd8fe9d',
                          'd967257879d744a4',
                          '83fe50d73447d5b2',
                          '6ad20371da5be3b9',
                          'd5313d67cbf75950',
                          '939a3adbd1072b87',
                          'e913b03d634bac86',
                          'c8836c9dd1d53eae',
                          '02dcf5124a040029',
                          '35730c597b7ed9de',
                          'ae8634b96905ce5c',
                          '807133944674357e',
                          'b59eedcf1d338567',
                          'a452b4eb81c77423',
                          '9bf66f24788aa932',
                          '19ffdce7c15954dc',
                          '4177dcf5caa042d5',
                          '1539f3329ec701cb',
                          '98906dce99bb3ac2',
                          '549494126b20a143',
                          'ba9a0246ab7211ec',
                          '95f4641d085ef188',
                          '9a50b3653eaef28d',
                          '935fd11103111bc0',
                          '0f2a22cd3d7e7065',
                          'd366fdb6a5b9d4e8',
                          '9d50962efdc4247c',
                          '8f7e10542c38afd2',
                          'd74faf8ea22fe3a4',
                          '5d4d7f07229b45d4',
                          '251887c29f4831f7',
                          '9cd8aee03e70e07f',
                          '17553680aae85112',
                          '0f584bb29ac0eb7c',
                          '1fdcfd25595ad553',
                          '1451bd89a82f7da1',
                          'e4614f2281544a2a',
                          'f0aa397cbe222aae',
                          '1b8052e20b2e64db',
                          '98e03a8e9a2f9df2',
                          '4f72b558d499c68f',
                          '5955c9b902aa161c',
                          'f6ec620c370e5753',
                          '9e1f8261d804dded',
                          '4385afeb2a478100',
                          'ab22fe344a6c2461',
                          '3244c8bec5de3e8b',
                          '6214f7b4703c8817',
                          '1632c0666dc64d85',
                          '0f3b3f6326481479',
                          'b91b5a729d24ad9c',
                          '0473dbd965e9ad0a',
                          '556e3b11ff8cc81a',
                          '8f52a5eb07acfe82',
                          'ed21a238931d5365',
                          'b4339741c86bc4b1',
                          '0d0427175d689ede',
                          'ef02176cf97ef627',
                          '3bf46dec2658a763',
                          '441e5ec13998c9e7',
                          'e7a07b061deb6ced',
                          'c587207f11eecf32',
                          'f5c99a13c02f1ad3',
                          '78b25331a1fb4843']}]}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], RELEASE, Path(__file__).resolve().parent))
