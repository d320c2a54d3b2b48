"""What tests of commands share: a mail server that the environment names."""

from collections.abc import Iterator

import pytest

from tests.support.mail_server import Postbox, serving


@pytest.fixture
def postbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    postbox = Postbox()
    monkeypatch.delenv("GRADER_SMTP_PASSWORD", raising=False)
    with serving(postbox) as port:
        monkeypatch.setenv("GRADER_SMTP", f"smtp://127.0.0.1:{port}")
        yield postbox
