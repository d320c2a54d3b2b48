"""Outlook's ``winmail.dat``, in which it hides the attachments of mails that it sends as rich text."""

import struct

KINDS = ("application/ms-tnef", "application/vnd.ms-tnef")
REMEDY = "pip install '.[tnef]' reads it, or ask for the mail as plain text or HTML"
FAILURES = (ValueError, LookupError, TypeError, AttributeError, struct.error, OverflowError, RecursionError)


def files(content: bytes) -> tuple[list[tuple[str, bytes]], str]:
    """Return names and contents of the files in a winmail.dat; else why there are none, without a full stop."""
    try:
        from tnefparse import TNEF
    except ModuleNotFoundError:
        return [], f"the files are in Outlook's winmail.dat, and tnefparse is not installed: {REMEDY}"
    try:
        found = TNEF(content, do_checksum=False).attachments
        named = [(_name(attachment), bytes(attachment.data)) for attachment in found if attachment.data]
    except FAILURES as error:
        what = f"Outlook's winmail.dat in it cannot be read ({type(error).__name__})"
        return [], f"{what}; ask for the mail as plain text"
    return named, "" if named else "there is no file in Outlook's winmail.dat"


def _name(attachment: object) -> str:
    """Return the long name of an attachment, else the short one."""
    for attribute in ("long_filename", "name"):
        found = getattr(attachment, attribute)
        name = found() if callable(found) else found
        if isinstance(name, bytes):
            name = name.decode("utf-8", "replace")
        if name:
            return str(name).strip("\0")
    return ""
