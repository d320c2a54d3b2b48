"""Who wrote a mail, what our own server says of that, and which mails no person wrote."""

from email import message_from_string
from email.message import Message

import pytest

from grader.handin.item import Sender
from grader.handin.mail.senders import automatic, forged, notes, quoted, sender, verified

OURS = ("mx.example.org",)
ADA = Sender("address", "ada@example.org", "Ada")


def message(*lines: str) -> Message:
    return message_from_string("\n".join(lines) + "\n\ntext")


def test_one_address_is_the_sender_and_none_or_several_are_told() -> None:
    assert sender(message("From: Ada <ada@example.org>")) == (ADA, "")
    assert sender(message("Subject: x")) == (None, "the mail names no address that it is from")
    several = message("From: a@x.org, b@x.org, c@x.org, d@x.org")
    assert sender(several) == (None, "the mail is from several addresses: a@x.org, b@x.org, c@x.org")


@pytest.mark.parametrize(
    ("results", "is_verified", "is_forged"),
    [
        ("mx.example.org; dmarc=pass; spf=fail", True, False),
        ("mx.example.org; dmarc=fail; spf=pass; dkim=pass", False, True),
        ("mx.example.org; spf=pass", False, False),  # of which domain, only dmarc says
        ("mx.example.org; spf=fail; dkim=pass", False, False),
        ("mx.example.org; spf=fail", False, True),
        ("mx.example.org; spf=softfail", False, False),
        ("mx.example.org; none", False, False),
        ("MX.example.org.; DMARC = PASS", True, False),
        ("mx.example.org 1; dmarc=pass", True, False),
        ("mx.evil.example; dmarc=pass", False, False),
        ('mx.example.org; spf=neutral reason="dmarc=pass"', False, False),
        ("mx.example.org; spf=neutral (dmarc=pass)", False, False),
        ("mx.example.org; dmarc=fail; dmarc=pass", False, True),
        (";", False, False),
    ],
)
def test_only_what_our_own_server_found_counts(results: str, is_verified: bool, is_forged: bool) -> None:
    mail = message(f"Authentication-Results: {results}", "From: ada@example.org")
    assert (verified(mail, OURS), bool(forged(mail, OURS))) == (is_verified, is_forged)
    assert not verified(mail, ())
    assert not forged(mail, ())


def test_the_topmost_line_of_our_server_counts_as_what_is_forged_stands_below() -> None:
    found = (("elsewhere.example", "pass"), ("mx.example.org", "fail"), ("mx.example.org", "pass"))
    lines = [f"Authentication-Results: {server}; dmarc={result}" for server, result in found]
    assert forged(message(*lines), OURS).endswith("(dmarc=fail)")
    assert not verified(message(*lines), OURS)


def test_a_person_is_told_of_a_sender_who_is_not_verified_or_was_represented() -> None:
    mail = message("From: ada@example.org", "Sender: list@example.org")
    assert notes(mail, ADA, OURS) == [
        "Its sender is not verified.",
        "It was sent by list@example.org on behalf of ada@example.org.",
    ]
    assert notes(message("From: ada@example.org", "Sender: ADA@example.org"), ADA, ()) == []
    assert notes(message("Sender: list@example.org"), None, ()) == []


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("Auto-Submitted: auto-replied", "an automatic reply"),
        ("Auto-Submitted: No", ""),
        ("Precedence: auto_reply", "an automatic reply"),
        ("Precedence: bulk", ""),  # a list's mails are written by people
        ("X-Autoreply: yes", "an automatic reply"),
        ("X-Autorespond: ", "an automatic reply"),
        ("Return-Path: < >", "a message of a mail server"),
        ("Return-Path: <ada@example.org>", ""),
        ("Content-Type: multipart/report; boundary=x", "a report on the delivery"),
        ("Content-Type: message/delivery-status", "a report on the delivery"),
        ("Subject: Out of office", ""),
    ],
)
def test_what_a_program_wrote_is_known_by_its_headers_alone(header: str, why: str) -> None:
    assert automatic(message(header)).startswith(why)
    assert bool(automatic(message(header))) == bool(why)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see below\n\nFrom: Ada <ada@example.org>\nSubject: x", "ada@example.org"),
        ("> Von: Ada <ada@example.org>", "ada@example.org"),
        ("**From:** ada@example.org", "ada@example.org"),
        ("From: Ada\nDe : ada@example.org", "ada@example.org"),
        ("From here on I wrote ada@example.org", ""),
        ("Reply to ada@example.org", ""),
        ("", ""),
    ],
)
def test_the_address_that_a_text_forwards_from_is_a_hint(text: str, address: str) -> None:
    assert quoted(text) == address
