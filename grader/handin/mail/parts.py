"""The parts of a mail: its files, its text, and the mails that are attached to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import policy
from email.message import Message
from email.parser import BytesParser

from grader.handin.mail import headers, tnef
from grader.handin.mail.names import distinct, is_notebook, made_up, safe_name

WINMAIL = "winmail.dat"
MOST_PARTS = 2000
DEEPEST = 5  # mails in mails
TEXTS = ("text/plain", "text/html")
UNUSED = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature", "text/calendar")
HANDED_IN = re.compile(r"\.(ipynb|zip|json|py|pdf|html?|docx?|rar|7z|t?gz|tar|msg)\b", re.IGNORECASE)
MOST_TEXT = 2**17  # characters of the text that are searched


@dataclass
class Parts:
    """What a mail consists of.

    Attributes:
        files: names and contents, each name once.
        text: what it says, for a search only.
        mails: the mails that are attached to it.
        notes: what a person should know, a whole sentence each.
        problem: why a file of it cannot be taken out, without a full stop.
        kinds: the types of its parts.
    """

    files: list[tuple[str, bytes]] = field(default_factory=list)
    text: str = ""
    mails: list[Message] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problem: str = ""
    kinds: set[str] = field(default_factory=set)

    @property
    def usable(self) -> bool:
        """Whether one of the files may be meant to be graded: a signature's logo, say, is not."""
        return any(is_handed_in(name, content) for name, content in self.files)


def is_handed_in(name: str, content: bytes) -> bool:
    """Whether a file may be meant to be graded."""
    return HANDED_IN.search(name) is not None or is_notebook(content)


def parse(raw: bytes) -> Message:
    """Parse a mail in the way that changes nothing, but for what a program put before its first header.

    Raises: whatever Python's parser does of hostile mails.
    """
    return BytesParser(policy=policy.compat32).parsebytes(raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))


def take_apart(message: Message) -> Parts:
    """Return the parts of a mail, all leaves whatever their disposition; attached mails are not entered."""
    parts, unnamed = Parts(), 0
    for leaf in _leaves(message):
        kind = leaf.get_content_type()
        parts.kinds.add(kind)
        name = safe_name(_name(leaf))
        if (inner := _mail(leaf, kind, name)) is not None:
            parts.mails.append(inner)
            continue
        content = _content(leaf, name, parts)
        if not name and kind in TEXTS and not is_notebook(content):
            parts.text += content[:MOST_TEXT].decode("utf-8", "replace") + "\n"
        elif kind in UNUSED or (not name and _is_decoration(kind, content)):
            continue
        elif name.lower() == WINMAIL or kind in tnef.KINDS:
            _unpack(content, parts)
        else:
            unnamed += not name
            parts.files.append((name or made_up(unnamed, content, kind), content))
    parts.files, notes = distinct(parts.files)
    parts.notes += notes
    return parts


def _is_decoration(kind: str, content: bytes) -> bool:
    """Whether a part without a name is none of what was handed in: a picture in the text, or nothing."""
    return not content.strip() or (kind.startswith(("image/", "message/")) and not is_notebook(content))


def _leaves(message: Message) -> Iterator[Message]:
    """Yield the parts that have no further ones; without recursion, however deep they lie."""
    waiting, seen = [message], 0
    while waiting:
        part = waiting.pop()
        seen += 1
        if seen > MOST_PARTS:
            raise ValueError(f"it has more than {MOST_PARTS:,} parts")
        if part.get_content_maintype() == "multipart" and isinstance(inside := part.get_payload(), list):
            waiting += [child for child in reversed(inside) if isinstance(child, Message)]
        else:
            yield part


def _name(part: Message) -> str:
    return headers.parameter(part, "content-disposition", "filename") or headers.parameter(part, "content-type", "name")


def _mail(part: Message, kind: str, name: str) -> Message | None:
    """Return the mail that a part holds; None if it holds none."""
    inside = part.get_payload()
    if kind == "message/rfc822" and isinstance(inside, list) and inside:
        inner = inside[0]
        encoded = headers.value(part, "content-transfer-encoding").lower() == "base64"
        if not isinstance(inner, Message):
            return None
        if not encoded or inner.keys():
            return inner
        part = Message()  # encoded though it must not be: then the parser took the code for a mail without headers
        part["Content-Transfer-Encoding"] = "base64"
        part.set_payload(inner.get_payload())
    elif kind not in ("application/octet-stream", "text/plain", "message/rfc822") or not name.lower().endswith(".eml"):
        return None
    content = part.get_payload(decode=True)
    found = parse(content) if isinstance(content, bytes) else None
    return found if found is not None and found.keys() else None


def _content(leaf: Message, name: str, parts: Parts) -> bytes:
    payload = leaf.get_payload(decode=True)
    if any("Base64" in type(defect).__name__ for defect in leaf.defects):
        parts.notes.append(f"The attachment {name or 'without a name'!r} was damaged on its way: check it.")
    return payload if isinstance(payload, bytes) else b""


def _unpack(content: bytes, parts: Parts) -> None:
    """Take the files out of Outlook's winmail.dat."""
    found, parts.problem = tnef.files(content)
    for number, (name, inside) in enumerate(found, 1):
        parts.files.append((safe_name(name) or made_up(number, inside, ""), inside))
    if found:
        parts.notes.append("The files were taken out of Outlook's winmail.dat.")
    elif parts.problem:
        parts.files.append((WINMAIL, content))
