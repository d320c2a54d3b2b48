"""Headers are read as programs write them, and whatever they hold, reading them gives texts of one line."""

from email import message_from_bytes
from email.message import Message

import pytest

from grader.handin.mail import headers
from grader.handin.mail.headers import LONGEST, addresses, decoded, identity, parameter, value, values


def message(*lines: str | bytes) -> Message:
    written = [line.encode() if isinstance(line, str) else line for line in lines]
    return message_from_bytes(b"\n".join(written) + b"\n\ntext")


def test_all_headers_of_a_name_are_read_in_order_and_unfolded() -> None:
    mail = message("Received: one\n by two", "RECEIVED:  three", "X-Received: four")
    assert values(mail, "received") == ["one by two", "three"]
    assert value(mail, "received") == "one by two"
    assert value(mail, "absent") == ""


@pytest.mark.parametrize(("raw", "text"), [("Ünal".encode(), "Ünal"), ("Ünal".encode("latin-1"), "Ünal")])
def test_bytes_beyond_ascii_are_utf8_or_latin_1(raw: bytes, text: str) -> None:
    assert value(message(b"Subject: " + raw), "subject") == text


def test_a_header_without_end_is_cut() -> None:
    assert len(value(message("Subject: " + "x" * (2 * LONGEST)), "subject")) == LONGEST


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("plain", "plain"),
        ("=?utf-8?B?w7xidW5n?= 3", "übung 3"),
        ("=?latin-1?q?=FCbung?=", "übung"),
        ("=?utf-8?q?u=CC=88?=", "ü"),  # composed
        ("=?utf-8?q?a=0Ab=1B[2J?=", "a b"),
        ("=?no-such-charset?q?=C3=BC?=", "ü"),
        ("=?utf-8?q?=FC?=", "ü"),
        ("=?utf-8?B?not base64!?=", "=?utf-8?B?not base64!?="),
        ("a =?", "a =?"),
    ],
)
def test_encoded_words_are_decoded_or_stay_as_they_were_written(written: str, read: str) -> None:
    assert decoded(written).startswith(read)
    assert decoded(written).isprintable()


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("attachment; filename=hw3.ipynb", "hw3.ipynb"),
        ('attachment; filename="my hw3.ipynb"', "my hw3.ipynb"),
        ("attachment; filename*=utf-8''%C3%BCbung.ipynb", "übung.ipynb"),
        ("attachment; filename*0=a; filename*1=b.ipynb", "ab.ipynb"),
        ('attachment; filename="=?utf-8?B?w7xidW5n?="', "übung"),
        ("attachment; filename*=no-such-charset''%FC.ipynb", "ü.ipynb"),
        ("attachment", ""),
        ("attachment; filename", ""),
        ("", ""),
    ],
)
def test_a_parameter_is_decoded_however_it_is_written(written: str, name: str) -> None:
    assert parameter(message(f"Content-Disposition: {written}"), "content-disposition", "filename") == name


def test_a_parameter_of_a_header_that_is_not_there_is_empty() -> None:
    assert parameter(message("Subject: x"), "content-disposition", "filename") == ""


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("ada@example.org", [("ada@example.org", "ada@example.org")]),
        ("Ada L <ada@example.org>", [("Ada L", "ada@example.org")]),
        ('"L, Ada" <ada@example.org>', [("L, Ada", "ada@example.org")]),
        ("ada@example.org (Ada, not eve@example.org)", [("", "ada@example.org")]),
        ('"eve@example.org" <ada@example.org>', [("eve@example.org", "ada@example.org")]),
        ("=?utf-8?q?eve=40example=2Eorg?= <ada@example.org>", [("eve@example.org", "ada@example.org")]),
        ("=?utf-8?q?ada=40example.org?=", [("ada@example.org", "ada@example.org")]),
        ("Ada@Example.org, ada@example.org", [("", "Ada@Example.org")]),
        ("undisclosed recipients:;", []),
        ("", []),
    ],
)
def test_what_is_quoted_or_in_brackets_is_no_address(written: str, found: list[tuple[str, str]]) -> None:
    got = addresses(message(f"From: {written}"), "from")
    assert [address for _, address in got] == [address for _, address in found]
    assert all(name in shown for (shown, _), (name, _) in zip(got, found, strict=True))


def test_the_addresses_of_all_headers_of_a_name_count() -> None:
    mail = message("From: a@example.org", "From: B@example.org", "from: A@EXAMPLE.ORG")
    assert [address for _, address in addresses(mail, "from")] == ["a@example.org", "B@example.org"]


@pytest.mark.parametrize("written", ["<1@x>", "  <1@\n x>", "1@x", "<[1@x]>", "<<1@x>>"])
def test_what_programs_put_around_a_message_id_is_left_out(written: str) -> None:
    assert identity(message(f"Message-ID: {written}")) == "1@x"
    assert identity(message("Subject: x")) == ""


def test_an_error_of_the_parser_is_no_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise LookupError("unknown encoding")

    monkeypatch.setattr(headers, "decode_header", fails)
    assert decoded("=?x?q?y?=") == "=?x?q?y?="
