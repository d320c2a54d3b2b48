import base64
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.course import Course
from tests.support import collected
from tests.support.in_this_process import in_this_process
from tests.support.mails import TEXT, attachment, mail, mixed, notebook, with_file

PLAIN = mail("plain", with_file("plain"))


def nested(depth: int) -> bytes:
    body = with_file("hostile")
    for level in range(depth):
        body = mixed(body, boundary=f"=_{level}")
    return mail("hostile", body)


def in_mails(depth: int) -> bytes:
    raw = mail("hostile", with_file("hostile"))
    for level in range(depth):
        raw = mail("hostile", mixed(f"Content-Type: message/rfc822\n\n{raw.decode()}", boundary=f"=_m{level}"))
    return raw


HOSTILE: dict[str, Callable[[], bytes]] = {
    "parts in parts": lambda: nested(400),
    "mails in mails": lambda: in_mails(40),
    "many parts": lambda: mail("hostile", mixed(*[TEXT] * 5000)),
    "many headers": lambda: mail("hostile", with_file("hostile"), extra="".join(f"X-{n}: y\n" for n in range(100_000))),
    "a long header": lambda: mail("hostile", with_file("hostile"), subject="[ADL HW3] " + "=?utf-8?q?a?= " * 100_000),
    "a long sender": lambda: mail("hostile", with_file("hostile"), sender="(" * 50_000 + "a@b" + ")" * 50_000),
    "many addresses": lambda: mail("hostile", TEXT, sender=", ".join(f"a{n}@b.example" for n in range(20_000))),
    "a long boundary": lambda: mail("hostile", mixed(TEXT, boundary="x" * 100_000)),
    "no end": lambda: mail("hostile", with_file("hostile"))[:-300],
    "a bad charset": lambda: mail("hostile", with_file("hostile"), subject="=?no\0such?q?=FF?= [ADL HW3]"),
    "a bad parameter": lambda: mail(
        "hostile",
        mixed(attachment(b"x", "Content-Type: a/b; name*9999999999999999999999*=x", "Content-Disposition: ;;=;")),
    ),
    "bytes": lambda: b"From: hostile@example.org\nSubject: [ADL HW3]\n\n" + bytes(range(256)) * 1000,
    "only zeros": lambda: b"From: a\n\n" + bytes(1_000_000),
    "deep json": lambda: mail("hostile", with_file("hostile", content=b'{"cells": ' + b"[" * 100_000)),
    "a winmail bomb": lambda: mail(
        "hostile",
        with_file(
            "h", "Content-Type: application/ms-tnef; name=winmail.dat", content=b"\x78\x9f\x3e\x22" + b"\xff" * 5000
        ),
    ),
    "odd names": lambda: mail(
        "hostile",
        mixed(
            *(
                attachment(
                    notebook("hostile"), "Content-Type: a/b", f'Content-Disposition: attachment; filename="{name}"'
                )
                for name in ("..", "/", "a" * 3000, "nul\0l", "CON", "\u202e.ipynb", "~", ".ipynb", "x/../../y.ipynb")
            )
        ),
    ),
    "a long base64 line": lambda: mail(
        "hostile",
        "Content-Type: a/b; name=double.ipynb\nContent-Transfer-Encoding: base64\n\n"
        + base64.b64encode(bytes(3_000_000)).decode(),
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_costs_nobody_else_anything(name: str, little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, "id,email\nplain,plain@example.org\nhostile,hostile@example.org\n")
    (tmp_path / "hostile.eml").write_bytes(HOSTILE[name]())
    (tmp_path / "plain.eml").write_bytes(PLAIN)
    with in_this_process():
        result = collected.collecting(course, tmp_path / "hostile.eml", tmp_path / "plain.eml")
    assert collected.submitted(course)["plain/double/double.ipynb"] == notebook("plain")
    rows = [row for row in result.decided.rows if row.student != "plain"]
    assert rows, "it is told"
    top = {path.split("/")[0] for path in collected.submitted(course)}
    assert top <= {"plain", "hostile"}
    assert all("/double/" in path for path in collected.submitted(course))


@pytest.mark.slow
def test_a_mail_that_needs_too_much_memory_is_told_alone(little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, "id,email\nplain,plain@example.org\nhostile,hostile@example.org\n")
    settings = course.root / "nbgrader_config.py"
    settings.write_text(settings.read_text() + "\nc.Collect.max_mib = 100\n")
    course = Course(course.root)
    parts = [attachment(bytes(1_000_000), f"Content-Type: a/b; name={n}.bin") for n in range(40)]
    (tmp_path / "hostile.eml").write_bytes(mail("hostile", mixed(*parts)))
    (tmp_path / "plain.eml").write_bytes(PLAIN)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = collected.collecting(course, tmp_path / "hostile.eml", tmp_path / "plain.eml")
    assert "plain" in result.decided.choices
    assert {row.student for row in result.decided.rows} == {"plain", "hostile"}
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < 600, f"{grown:.0f} MiB"


def test_nothing_in_a_folder_of_mails_is_passed_over_in_silence(little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, "id,email\nplain,plain@example.org\n")
    folder = tmp_path / "mails"
    folder.mkdir()
    (folder / "plain.eml").write_bytes(PLAIN)
    (folder / "odd.eml").write_bytes(b"no header at all\n")
    (folder / "outlook.msg").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more")
    (folder / "link.eml").symlink_to(folder / "plain.eml")
    with in_this_process():
        result = collected.collecting(course, folder)
    assert result.decided.choices.keys() == {"plain"}
    told = sorted(row.why for row in result.decided.rows if row.look)
    assert told == [
        "It is a mail in Outlook's own form (.msg): save it as .eml and collect that.",
        "The mail names no address that it is from.",
    ]
    assert ["link.eml cannot be read, or lead elsewhere by a link" in str(failure) for failure in result.failures] == [
        True
    ]


def test_what_was_changed_since_it_was_kept_is_not_believed(little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, "id,email\nplain,plain@example.org\n")
    (tmp_path / "plain.eml").write_bytes(PLAIN)
    with in_this_process():
        collected.collecting(course, tmp_path / "plain.eml")
        (kept,) = (course.root / "handed-in" / "double").glob("*.eml")
        kept.chmod(0o644)
        kept.write_bytes(PLAIN.replace(b"23:54:10", b"13:54:10"))
        result = collected.collecting(course)
    assert [(row.decision, row.look) for row in result.decided.rows] == [("refused", True)]
    assert "changed since it was kept" in result.decided.rows[0].why
    assert not result.good
