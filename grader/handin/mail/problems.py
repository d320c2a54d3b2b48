"""Why a mail holds nothing to grade: a link in place of a file, a filter that took it, a form that cannot be read."""

import re
from collections.abc import Sequence
from html import unescape

from grader.handin.mail.parts import WINMAIL, Parts, is_handed_in
from grader.text import one_line

File = tuple[str, bytes]
LINK = re.compile(r"https?://[^\s<>\"')\]]{4,300}", re.IGNORECASE)
REMOVED = re.compile(
    r"(virus|malware|blocked|quarantine|filter|policy).{0,300}(remov|delet|block|strip|entfern|gelöscht|replac)"
    r"|(remov|delet|block|entfern|gelöscht).{0,300}(virus|malware|quarantine|filter|policy)",
    re.IGNORECASE | re.DOTALL,
)
OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SMALL = 2**14  # bytes of a text that a filter leaves behind
FORMS = {"application/pgp-encrypted": "PGP", "application/pkcs7-mime": "S/MIME", "application/x-pkcs7-mime": "S/MIME"}


def problem(parts: Parts, files: Sequence[File], most: int) -> str:
    """Return why nothing of a mail can be graded, without a full stop; empty if something may be.

    Args:
        parts: what it consists of.
        files: its files, those of mails attached to it too.
        most: the most bytes that they may have in all.
    """
    size = sum(len(content) for _, content in files)
    if size > most:
        return f"its files have {size / 2**20:,.0f} MB; at most {most / 2**20:,.0f} MB are taken (c.Collect.max_mib)"
    if encrypted := next((form for kind, form in FORMS.items() if kind in parts.kinds), ""):
        return f"it is encrypted ({encrypted}); ask for it unencrypted"
    if "message/partial" in parts.kinds:
        return "it is one piece of a mail that a program cut into several; ask for the file in one mail"
    if parts.problem and not any(is_handed_in(name, content) for name, content in files if name != WINMAIL):
        return parts.problem
    if files and all(name.lower().endswith(".msg") or content.startswith(OUTLOOK) for name, content in files):
        return "its file is a mail in Outlook's own form (.msg); save that as .eml and collect it"
    if files and all(_left_by_filter(name, content) for name, content in files):
        return f"a virus filter removed the attachment ({one_line(files[0][0], 60)}); ask for it in a zip"
    return "" if files else _nothing(parts)


def calendar(parts: Parts) -> str:
    """Return that a mail is but an answer to an invitation; empty if it is more."""
    return "an answer to an invitation" if "text/calendar" in parts.kinds and not parts.files else ""


def _left_by_filter(name: str, content: bytes) -> bool:
    if not name.lower().endswith((".txt", ".html", ".htm")) or len(content) > SMALL:
        return False
    return REMOVED.search(content.decode("utf-8", "replace")) is not None


def _nothing(parts: Parts) -> str:
    links = list(dict.fromkeys(unescape(link).rstrip(".,;") for link in LINK.findall(parts.text)))
    if links:
        more = f" and {len(links) - 2} more" if len(links) > 2 else ""
        return f"no file, but links: {', '.join(one_line(link, 100) for link in links[:2])}{more}"
    if REMOVED.search(parts.text[:SMALL]):
        return "no file: it seems that a filter removed the attachment"
    return "no file is attached to it"
