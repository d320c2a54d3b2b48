"""The mailbox of a course: about forty mails, each special in one way, with what has to become of it."""

from grader.bank.mailbox import tnef
from tests.support.mails import (
    AT,
    FORGED,
    TEXT,
    Case,
    attachment,
    disposition,
    forwarded,
    mail,
    mixed,
    notebook,
    with_file,
    zipped,
)

LATER = "Wed, 17 Apr 2024 23:54:50 +0200"
RESENT = notebook("resent")
TWICE = mail("twice", with_file("twice"), identity="<twice@x>")
PLAIN_JSON = mixed(TEXT, f"Content-Type: application/json\n\n{notebook('unnamed').decode()}")
INLINE = ("Content-Type: application/json; name=double.ipynb", "Content-Disposition: inline; filename=double.ipynb")
HONEST = "Received: from out.example by mx.example.org with ESMTP; Fri, 19 Apr 2024 23:54:10 +0200\n"
DAMAGED = with_file("damaged").replace("\n--=_x--", "!\n--=_x--")


def _case(name: str, body: str = "", *expected: object, **rest: object) -> Case:
    """A case whose mail is from a student of the case's own name, unless said otherwise."""
    own = {key: rest.pop(key) for key in ("subject", "date", "sender", "extra", "identity") if key in rest}
    raw = mail(name, body or with_file(name), **own)  # type: ignore[arg-type]
    return Case(name, raw, *(expected or (name,)), **rest)  # type: ignore[arg-type]


CASES = (
    _case("plain"),
    _case("apple", mixed(TEXT, mixed(TEXT, attachment(notebook("apple"))), kind="alternative", boundary="=_o")),
    _case("inline", with_file("inline", *INLINE)),
    _case("apostrophe", with_file("apostrophe", *disposition("filename=O'Brien.ipynb")), files=("O'Brien.ipynb",)),
    _case(
        "rfc2047", with_file("rfc2047", *disposition('filename="=?utf-8?B?w7xidW5nLmlweW5i?="')), files=("übung.ipynb",)
    ),
    _case("rfc2231", with_file("rfc2231", *disposition("filename*=utf-8''u%CC%88bung.ipynb")), files=("übung.ipynb",)),
    _case(
        "continued",
        with_file("continued", *disposition("filename*0*=utf-8''%C3;\n filename*1*=%BCbung;\n filename*2=.ipynb")),
        files=("übung.ipynb",),
    ),
    _case("fromline", mixed(TEXT + "\n\nFrom here on I wrote\nit all.\n", attachment(notebook("fromline")))),
    Case("twice", TWICE, "twice", look=False),
    Case("twice, of the other", b"X-Folder: ta-two\n" + TWICE, "twice", "same again"),
    _case("resent", with_file("resent", content=RESENT)),
    _case(
        "resent",
        with_file("resent", content=RESENT),
        "resent",
        "same again",
        "2024-04-20 10:00:00",
        date="Sat, 20 Apr 2024 12:00:00 +0200",
        subject="[ADL HW3] again",
        identity="<again@x>",
    ),
    _case("versions", "", "versions", "older", "2024-04-16 08:00:00", date="Tue, 16 Apr 2024 10:00:00 +0200"),
    _case("versions", with_file("versions 2")),
    _case("toolate", ""),
    _case(
        "toolate",
        with_file("toolate 2"),
        "toolate",
        "newer",
        "2024-04-18 10:00:00",
        "an earlier version is on time and counts",
        date="Thu, 18 Apr 2024 12:00:00 +0200",
    ),
    _case("broken", ""),
    _case(
        "broken",
        with_file("broken", content=b'{"cells": [}'),
        "broken",
        "newer",
        "2024-04-17 21:54:50",
        "cannot be graded",
        look=True,
        date=LATER,
    ),
    _case(
        "grace",
        "",
        "grace",
        "chosen",
        "2024-04-17 22:00:00",
        "within the time of grace",
        date="Thu, 18 Apr 2024 00:00:00 +0200",
    ),
    _case(
        "forger",
        "",
        "forger",
        "chosen",
        "2024-04-19 21:54:10",
        "Its own date is before the due date",
        extra=HONEST + FORGED,
    ),
    _case("cest", "", "cest", "chosen", "", "Nobody says when", look=True, date="Wed, 17 Apr 2024 23:54:10 CEST"),
    _case("undated", "", "undated", "chosen", "", "Nobody says when", look=True, date=None),
    _case("zip", with_file("zip", *disposition("filename=hw.zip"), content=zipped(notebook("zip"))), files=("hw.zip",)),
    _case(
        "locked",
        with_file("locked", *disposition("filename=hw.zip"), content=zipped(notebook("locked"), password=True)),
        *("locked", "chosen", AT, "password"),
        files=("hw.zip",),
        look=True,
    ),
    _case(
        "script",
        with_file("script", *disposition("filename=hw3.py"), content=b"print(1)\n"),
        *("script", "chosen", AT, "cannot be graded"),
        files=("hw3.py",),
        look=True,
    ),
    _case(
        "drive",
        TEXT + "\nhttps://drive.example.org/file/d/1?usp=sharing&x=<y>\n",
        *("drive", "refused", AT, "No file, but links: https://drive.example.org"),
        files=(),
        look=True,
    ),
    _case(
        "winmail",
        with_file(
            "winmail",
            'Content-Type: application/ms-tnef; name="winmail.dat"',
            'Content-Disposition: attachment; filename="winmail.dat"',
            content=tnef("double.ipynb", notebook("winmail")),
        ),
        *("winmail", "chosen", AT, "winmail.dat"),
    ),
    _case(
        "passed on",
        forwarded("forwarded"),
        "forwarded",
        "chosen",
        AT,
        "Forwarded by ta-one",
        sender="ta-one@example.org",
    ),
    _case(
        "pasted",
        mixed(TEXT + "\nFrom: Pasted <pasted@example.org>\n", attachment(notebook("pasted"))),
        *("", "refused", AT, "It is from staff (ta-one@example.org): whose work is it? (perhaps pasted)"),
        look=True,
        sender="ta-one@example.org",
    ),
    _case("alias", "", sender="Somebody <At.Home@Elsewhere.example>"),
    _case("plus", "", sender="plus+hw3@example.org"),
    _case(
        "private",
        "",
        *("", "refused", AT, "Nobody in roster.csv has the address p@private.example (perhaps private)"),
        look=True,
        sender="private <p@private.example>",
    ),
    _case(
        "othertag",
        "",
        "othertag",
        "refused",
        AT,
        "Its subject says adl hw2, but the notebook is double's",
        look=True,
        subject="[ADL HW2]",
    ),
    _case("othermail", TEXT, "othermail", "left out", AT, "Its subject says adl hw2", files=(), subject="[ADL HW2]"),
    _case("untagged", "", "untagged", "chosen", AT, "Its subject does not name double", subject="Homework"),
    _case("chat", TEXT, "chat", "left out", AT, "names no homework", files=(), subject="Office hours?"),
    _case(
        "stamp",
        mixed(
            attachment(notebook("stamp")),
            attachment(b"2024-04-01 00:00:00 UTC\n", *disposition("filename=timestamp.txt")),
        ),
        files=("double.ipynb", "timestamp.txt"),
    ),
    _case("slip", with_file("slip", *disposition('filename="../../etc/double.ipynb"'))),
    _case("unnamed", PLAIN_JSON, files=("unnamed-1.ipynb",)),
    _case("away", TEXT, "away", "left out", AT, "automatic reply", files=(), extra="Auto-Submitted: auto-replied\n"),
    _case("huge", with_file("huge", *disposition('filename="double.ipynb"; size=314572800'))),
    _case("newline", "", sender="=?utf-8?q?new=0Aline?= <newline@example.org>"),
    _case(
        "two",
        "",
        *("", "refused", AT, "The mail is from several addresses: two@example.org, plain@example.org"),
        look=True,
        sender="two@example.org, plain@example.org",
    ),
    _case("spoof", "", sender='"plain@example.org" <spoof@example.org>'),
    _case("damaged", DAMAGED, "damaged", "chosen", AT, "was damaged on its way"),
    _case(
        "filter",
        with_file("filter", *disposition("filename=removed.txt"), content=b"The virus filter removed double.ipynb."),
        *("filter", "refused", AT, "A virus filter removed the attachment"),
        files=("removed.txt",),
        look=True,
    ),
    _case(
        "msg",
        with_file("msg", *disposition("filename=mail.msg"), content=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99)),
        *("msg", "refused", AT, "save that as .eml"),
        files=("mail.msg",),
        look=True,
    ),
    _case(
        "failed",
        "",
        "failed",
        "refused",
        AT,
        "could not verify",
        look=True,
        extra="Authentication-Results: mx.example.org; dmarc=fail; spf=fail\n",
    ),
    _case("wide", "", subject="=?utf-8?q?Re=3A_AW=3A_=EF=BC=BBADL_?=\n =?utf-8?q?_hw_03=EF=BC=BD_late?="),
    _case("exchange", "", identity="<[odd id]>"),
    _case("charset", mixed(TEXT.replace("utf-8", "x-nobody-knows"), attachment(notebook("charset")))),
    _case("marked", date=None, postmark="From marked@example.org Wed Apr 17 21:54:10 2024"),
)
STUDENTS = sorted({case.student or case.name for case in CASES} | {"forwarded"})
ROSTER = "id,first_name,email,also\n" + "".join(
    f"{who},{who},{who}@example.org,{'at.home@elsewhere.example' if who == 'alias' else ''}\n" for who in STUDENTS
)
