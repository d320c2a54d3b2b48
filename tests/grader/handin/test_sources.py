"""What a source is, told by what is inside; what it is said to be must not be clearly wrong."""

import zipfile
from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.handin.keep import MAIL
from grader.handin.platforms.registry import READERS
from grader.handin.sources import OUTLOOK, STORE, Source, identify
from tests.support.mails import mail, with_file

ONE = mail("ada", with_file("ada"))
MOODLE = "Ada Lovelace_77_assignsubmission_file_/1_2_hw3.ipynb"


def filled(path: Path, content: bytes | dict[str, bytes]) -> Path:
    """A file, or where the name has no ending a folder, or else a zip, of these files."""
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            for name, each in content.items():
                archive.writestr(name, each)
    else:
        for name, each in content.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(each)
    return path


@pytest.mark.parametrize(
    ("name", "content", "kind", "called"),
    [
        ("ta.mbox", b"From ada Wed Apr 17 21:54:10 2024\n" + ONE, MAIL, "an mbox file"),
        ("one.eml", ONE, MAIL, "a mail"),
        ("one", ONE, MAIL, "a mail"),
        ("one.eml", b"torn", MAIL, "a mail"),
        ("mails", {"a.eml": ONE, ".DS_Store": b""}, MAIL, "a folder of mails"),
        ("mails", {"cur/a": ONE, "new/b": ONE, "tmp/.keep": b""}, MAIL, "a Maildir"),
        ("mails.zip", {"in/a.eml": ONE, "in/b.msg": b""}, MAIL, "a zip of mails"),
        ("down.zip", {MOODLE: b"{}"}, "moodle", READERS["moodle"].CALLED),
        ("down", {MOODLE: b"{}"}, "moodle", READERS["moodle"].CALLED),
        ("plain", {"ada/hw3.ipynb": b"{}"}, "folders", READERS["folders"].CALLED),
    ],
)
def test_a_source_is_told_by_what_is_inside(
    tmp_path: Path, name: str, content: bytes | dict[str, bytes], kind: str, called: str
) -> None:
    path = filled(tmp_path / name, content)
    found = identify(str(path), None, READERS)
    assert found == Source(str(path), kind, called) == identify(str(path), kind, READERS)
    assert (found.path, found.remote) == (path, False)


def test_an_address_is_a_folder_on_a_mail_server_and_nothing_is_asked() -> None:
    place = "imaps://ta@mail.example.org/INBOX"
    assert identify(place, None, READERS) == identify(place, MAIL, READERS)
    assert identify(place, None, READERS).remote
    with pytest.raises(CourseError, match="this is a mail server's folder, not moodle"):
        identify(place, "moodle", READERS)


@pytest.mark.parametrize(
    ("name", "content", "kind", "what"),
    [
        ("absent", None, None, "there is no such file or folder"),
        ("notes.txt", b"\x00nothing", None, "nothing tells what it is"),
        ("mails", {"a.eml": ONE, "hw3.ipynb": b"{}"}, MAIL, "it is no mailbox, and no folder of mails alone"),
        ("one.eml", ONE, "moodle", "this is a mail, not of Moodle"),
        ("down.zip", {MOODLE: b"{}"}, "canvas", "this looks like a download of Moodle, not of Canvas"),
        ("mail.msg", OUTLOOK + bytes(9), None, "it is in Outlook's own form"),
        ("mail.pst", STORE + bytes(9), MAIL, "it is in Outlook's own form"),
        ("torn.zip", b"PK\x05\x06" + bytes(18), None, "nothing tells what it is"),  # an empty one
    ],
)
def test_what_cannot_be_used_says_what_it_is(
    tmp_path: Path, name: str, content: bytes | dict[str, bytes] | None, kind: str | None, what: str
) -> None:
    path = tmp_path / name if content is None else filled(tmp_path / name, content)
    with pytest.raises(CourseError) as caught:
        identify(str(path), kind, READERS)
    assert f"{path}: {what}" in str(caught.value)


def test_a_person_is_believed_where_names_do_not_tell(tmp_path: Path) -> None:
    path = filled(tmp_path / "odd.zip", {"hw3.ipynb": b"{}"})
    assert identify(str(path), "moodle", READERS).kind == "moodle"


def test_a_link_that_leads_nowhere_is_there_and_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "ta.mbox").symlink_to("nowhere")
    with pytest.raises(CourseError, match="it cannot be read"):
        identify(str(tmp_path / "ta.mbox"), None, READERS)
