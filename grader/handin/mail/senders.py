"""Who wrote a mail, as far as it says, and why that may not be believed."""

import re
from email.message import Message

from grader.handin.item import Sender
from grader.handin.mail import headers
from grader.roster import comparable

RESULT = re.compile(r"\b(dmarc|spf|dkim)\s*=\s*(\w+)", re.IGNORECASE)
QUOTED_FROM = re.compile(r"(?im)^[>*\s]*(?:From|Von|De|Da|Van|Od|Fra|Från)\s*:\**\s*(.{0,300})")
AUTOMATIC_TYPES = ("multipart/report", "message/delivery-status", "message/disposition-notification")


def sender(message: Message) -> tuple[Sender | None, str]:
    """Return who wrote a mail; or None and why that cannot be told, without a full stop."""
    found = headers.addresses(message, "from")
    if len(found) == 1:
        name, address = found[0]
        return Sender("address", address, name), ""
    if not found:
        return None, "the mail names no address that it is from"
    return None, f"the mail is from several addresses: {', '.join(address for _, address in found[:3])}"


def notes(message: Message, writer: Sender | None, receivers: tuple[str, ...]) -> list[str]:
    """Return what a person should know of the sender, a whole sentence each.

    Args:
        message: the mail.
        writer: who wrote it, as it says.
        receivers: our own servers.
    """
    sent_by = [address for _, address in headers.addresses(message, "sender")]
    found = ["Its sender is not verified."] if receivers and not verified(message, receivers) else []
    if writer and sent_by and comparable(sent_by[0]) != comparable(writer.value):
        found.append(f"It was sent by {sent_by[0]} on behalf of {writer.value}.")
    return found


def verified(message: Message, receivers: tuple[str, ...]) -> bool:
    """Whether our own server verified that a mail is from the domain of the address it names.

    SPF or DKIM alone do not say so: they may hold for another domain, which only DMARC compares.
    """
    return _results(message, receivers).get("dmarc") == "pass"


def forged(message: Message, receivers: tuple[str, ...]) -> str:
    """Return why our own server holds the sender for forged, without a full stop; empty if it does not say so."""
    found = _results(message, receivers)
    if found.get("dmarc") == "fail" or ("pass" not in found.values() and "fail" in found.values()):
        said = ", ".join(f"{method}={result}" for method, result in sorted(found.items()))
        return f"the mail server could not verify that it is from the address it names ({said})"
    return ""


def _results(message: Message, receivers: tuple[str, ...]) -> dict[str, str]:
    """Return what our own server found: the topmost line that it wrote, as what is forged stands below."""
    for line in headers.values(message, "authentication-results"):
        server = line.partition(";")[0].split()
        if server and server[0].lower().rstrip(".") in receivers:
            said = headers.QUOTED.sub(" ", headers.COMMENT.sub(" ", line))
            found: dict[str, str] = {}
            for method, result in RESULT.findall(said):
                found.setdefault(method.lower(), result.lower())
            return found
    return {}


def automatic(message: Message) -> str:
    """Return why a mail was written by a program, without a full stop; empty if a person wrote it."""
    if message.get_content_type() in AUTOMATIC_TYPES:
        return "a report on the delivery of another mail"
    submitted = headers.value(message, "auto-submitted").lower()
    if submitted and not submitted.startswith("no"):
        return "an automatic reply, an out-of-office note for one"
    marked = headers.value(message, "precedence").lower() == "auto_reply"
    if marked or any(headers.values(message, name) for name in ("x-autoreply", "x-autorespond")):
        return "an automatic reply, an out-of-office note for one"
    if "".join(headers.value(message, "return-path").split()) == "<>":
        return "a message of a mail server"
    return ""


def quoted(text: str) -> str:
    """Return the address that a text forwards a mail from; empty if there is none."""
    for line in QUOTED_FROM.findall(text):
        if found := headers.ADDRESS.search(line):
            return found[0]
    return ""
