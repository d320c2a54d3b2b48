"""Mails that differ in how they are written: the headers, the file and its name, what the server did to them."""

from grader.bank.mailbox import tnef
from tests.support.mails import (
    AT,
    TEXT,
    attachment,
    case_of,
    disposition,
    mixed,
    notebook,
    with_file,
    zipped,
)

PLAIN_JSON = mixed(TEXT, f"Content-Type: application/json\n\n{notebook('unnamed').decode()}")
INLINE = ("Content-Type: application/json; name=double.ipynb", "Content-Disposition: inline; filename=double.ipynb")
DAMAGED = with_file("damaged").replace("\n--=_x--", "!\n--=_x--")
FORMS = (
    case_of("plain"),
    case_of("apple", mixed(TEXT, mixed(TEXT, attachment(notebook("apple"))), kind="alternative", boundary="=_o")),
    case_of("inline", with_file("inline", *INLINE)),
    case_of("apostrophe", with_file("apostrophe", *disposition("filename=O'Brien.ipynb")), files=("O'Brien.ipynb",)),
    case_of(
        "rfc2047", with_file("rfc2047", *disposition('filename="=?utf-8?B?w7xidW5nLmlweW5i?="')), files=("übung.ipynb",)
    ),
    case_of(
        "rfc2231", with_file("rfc2231", *disposition("filename*=utf-8''u%CC%88bung.ipynb")), files=("übung.ipynb",)
    ),
    case_of(
        "continued",
        with_file("continued", *disposition("filename*0*=utf-8''%C3;\n filename*1*=%BCbung;\n filename*2=.ipynb")),
        files=("übung.ipynb",),
    ),
    case_of("fromline", mixed(TEXT + "\n\nFrom here on I wrote\nit all.\n", attachment(notebook("fromline")))),
    case_of(
        "zip", with_file("zip", *disposition("filename=hw.zip"), content=zipped(notebook("zip"))), files=("hw.zip",)
    ),
    case_of(
        "locked",
        with_file("locked", *disposition("filename=hw.zip"), content=zipped(notebook("locked"), password=True)),
        *("locked", "chosen", AT, "password"),
        files=("hw.zip",),
        look=True,
    ),
    case_of(
        "script",
        with_file("script", *disposition("filename=hw3.py"), content=b"print(1)\n"),
        *("script", "chosen", AT, "cannot be graded"),
        files=("hw3.py",),
        look=True,
    ),
    case_of(
        "winmail",
        with_file(
            "winmail",
            'Content-Type: application/ms-tnef; name="winmail.dat"',
            'Content-Disposition: attachment; filename="winmail.dat"',
            content=tnef("double.ipynb", notebook("winmail")),
        ),
        *("winmail", "chosen", AT, "winmail.dat"),
    ),
    case_of(
        "stamp",
        mixed(
            attachment(notebook("stamp")),
            attachment(b"2024-04-01 00:00:00 UTC\n", *disposition("filename=timestamp.txt")),
        ),
        files=("double.ipynb", "timestamp.txt"),
    ),
    case_of("slip", with_file("slip", *disposition('filename="../../etc/double.ipynb"'))),
    case_of("unnamed", PLAIN_JSON, files=("unnamed-1.ipynb",)),
    case_of("huge", with_file("huge", *disposition('filename="double.ipynb"; size=314572800'))),
    case_of("damaged", DAMAGED, "damaged", "chosen", AT, "was damaged on its way"),
    case_of(
        "filter",
        with_file("filter", *disposition("filename=removed.txt"), content=b"The virus filter removed double.ipynb."),
        *("filter", "refused", AT, "A virus filter removed the attachment"),
        files=("removed.txt",),
        look=True,
    ),
    case_of(
        "msg",
        with_file("msg", *disposition("filename=mail.msg"), content=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99)),
        *("msg", "refused", AT, "save that as .eml"),
        files=("mail.msg",),
        look=True,
    ),
    case_of("wide", "", subject="=?utf-8?q?Re=3A_AW=3A_=EF=BC=BBADL_?=\n =?utf-8?q?_hw_03=EF=BC=BD_late?="),
    case_of("exchange", "", identity="<[odd id]>"),
    case_of("charset", mixed(TEXT.replace("utf-8", "x-nobody-knows"), attachment(notebook("charset")))),
    case_of("marked", date=None, postmark="From marked@example.org Wed Apr 17 21:54:10 2024"),
)
