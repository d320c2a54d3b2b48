"""How learning platforms read an uploaded zip, written down from their sources: what they would give to whom."""

import re
import zipfile
from pathlib import Path, PurePosixPath

Given = dict[str, dict[str, bytes]]  # files by name, for each person's number


def moodle(path: Path, participants: set[str]) -> Given:
    """Read as mod/assign/feedback/file/importziplib.php does: what it does not know, it leaves out without a word."""
    given: Given = {}
    for name, content in _files(path):
        if PurePosixPath(name).name.startswith((".", "~")):
            continue
        parts = f"/import/{name}".split("/")
        while parts:
            info = parts.pop(0).split("_", 4)
            if len(info) < 4 or not re.fullmatch(r"\s*[+-]?\d+(\.\d*)?", info[1]) or info[1] not in participants:
                continue
            if (info[2], info[3]) not in {("assignfeedback", "file"), ("assignsubmission", "file")}:
                continue
            parts.insert(0, info[4] if len(info) > 4 else "")
            given.setdefault(info[1], {})["/".join(parts).lstrip("/")] = content
            break
    return given


def canvas(path: Path, attachments: dict[str, tuple[str, str]]) -> Given:
    """Read as `infer_comment_context_from_filename` of Canvas's assignments does.

    Args:
        path: the zip.
        attachments: the user and the name of each attachment, by its number.

    Returns:
        Files by the name that Canvas shows, which is the attachment's, for each user.
    """
    given: Given = {}
    for name, content in _files(path):
        base = PurePosixPath(name).name
        parts = base.split("_")
        numbers = [part for part in parts if re.fullmatch(r"\d+", part)][:2]
        if len(numbers) < 2 or parts[-1].startswith("link") or base.startswith("._"):
            continue
        user, shown = attachments.get(numbers[1], ("", ""))
        if user == numbers[0]:
            given.setdefault(user, {})[shown] = content
    return given


def ilias(path: Path, members: set[str]) -> Given:
    """Read as `getMultiFeedbackFiles` of ILIAS's exercises does."""
    given: Given = {}
    for name, content in _files(path):
        top, *rest = name.split("/")
        if top.startswith("multi_feedback") and len(rest) == 2 and not rest[1].startswith("."):
            number = rest[0].split("_")[-1]
            if number in members:
                given.setdefault(number, {})[rest[1]] = content
    return given


def _files(path: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return [(name, archive.read(name)) for name in archive.namelist() if not name.endswith("/")]
