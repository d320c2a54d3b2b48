from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from grader.handin.mail import dates
from grader.handin.mail.parts import parse

VIENNA = ZoneInfo("Europe/Vienna")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Wed, 17 Apr 2024 23:54:10 +0200", "2024-04-17 21:54:10"),
        ("17 Apr 2024 23:54 +0200 (CEST)", "2024-04-17 21:54:00"),
        ("Wed, 17 Apr 2024  9:54:10 GMT", "2024-04-17 09:54:10"),
        ("Wed, 17 Apr 2024 23:54:10 -0000", "2024-04-17 23:54:10"),
        ("Wed, 17 Apr 2024 23:54:10 CEST", None),
        ("Wed, 17 Apr 2024 23:54:10 EST", None),
        ("Wed, 17 Apr 2024 23:54:10", None),
        ("Wed, 31 Feb 2024 23:54:10 +0200", None),
        ("Wed, 17 Apr 1024 23:54:10 +0200", None),
        ("Wed, 17 Xyz 2024 23:54:10 +0200", None),
        ("Wed, 17 Apr 2024 23:54:10 +9900", None),
        ("yesterday", None),
        ("(" * 5000, None),
    ],
)
def test_a_date_counts_only_with_a_numeric_zone(text: str, at: str | None) -> None:
    assert dates.mail_date(text) == (datetime.fromisoformat(at) if at else None)


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("From ada@example.org Wed Apr 17 21:54:10 2024", "2024-04-17 19:54:10"),
        ("From ada@example.org Wed Apr 17 21:54:10 2024 +0000", "2024-04-17 21:54:10"),
        ("From ada@example.org Wed Apr 17 21:54:10 +0000 2024", "2024-04-17 21:54:10"),
        ("From ada@example.org Wed Apr  7 21:54 2024", "2024-04-07 19:54:00"),
        ("From - Wed Apr 17 21:54:10 2024", None),
        ("From MAILER-DAEMON Wed Apr 17 21:54:10 2024", None),
        ("From here on I wrote", None),
    ],
)
def test_the_line_before_a_mail_tells_the_time_unless_a_program_copied_it(line: str, at: str | None) -> None:
    assert dates.postmark(line, VIENNA) == (datetime.fromisoformat(at) if at else None)


def test_the_topmost_line_of_our_own_server_is_believed_and_no_other() -> None:
    message = parse(
        b"Received: from mx.example.org by inner.example.org; Wed, 17 Apr 2024 20:00:02 +0000\n"
        b"Received: from out.example (by mx.example.org)\n by MX.example.org (Postfix) with ESMTP id 1\n"
        b" for <ta@example.org>; Wed, 17 Apr 2024 20:00:01 +0000 (UTC)\n"
        b"Received: from evil by mx.example.org; Mon, 15 Apr 2024 20:00:00 +0000\n\n"
    )
    assert dates.received(message, ("mx.example.org",)) == datetime(2024, 4, 17, 20, 0, 1)
    assert dates.received(message, ("mx.example",)) is None
    assert dates.received(message, ()) is None
