"""The mail server as the environment names it, and that its password is nowhere shown."""

import pytest

from grader.errors import CourseError
from grader.handback.smtp_server import Security, Server, read_server

SECRET = "hunter2hunter2"


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("smtps://mail.example.org", Server("mail.example.org", 465, Security.TLS)),
        ("smtp://mail.example.org", Server("mail.example.org", 587, Security.STARTTLS)),
        (" smtp://mail.example.org:25/ ", Server("mail.example.org", 25, Security.STARTTLS)),
        ("smtp://localhost:2525", Server("localhost", 2525, Security.NONE)),
        ("smtp://127.0.0.1:2525", Server("127.0.0.1", 2525, Security.NONE)),
        ("smtp://[::1]:2525", Server("::1", 2525, Security.NONE)),
        ("smtp://127.0.0.1.example.org", Server("127.0.0.1.example.org", 587, Security.STARTTLS)),
        ("smtps://localhost", Server("localhost", 465, Security.TLS)),
    ],
)
def test_only_a_server_on_this_machine_is_spoken_to_in_the_clear(text: str, server: Server) -> None:
    assert read_server({"GRADER_SMTP": text}) == server


@pytest.mark.parametrize("user", ["ada", "ada@example.org", "ada%40example.org"])
def test_a_user_has_the_password_of_the_environment(user: str) -> None:
    server = read_server({"GRADER_SMTP": f"smtps://{user}@mail.example.org", "GRADER_SMTP_PASSWORD": SECRET})
    assert (server.host, server.user) == ("mail.example.org", user.replace("%40", "@"))
    assert server.password == SECRET
    assert SECRET not in repr(server) + str(server) + server.shown
    assert server.without_password(f"echo {SECRET}") == "echo ***"


@pytest.mark.parametrize(
    ("environment", "what"),
    [
        ({}, "GRADER_SMTP: this environment variable is not set"),
        ({"GRADER_SMTP": "mail.example.org"}, "it is not the address of a mail server"),
        ({"GRADER_SMTP": "https://mail.example.org"}, "it is not the address of a mail server"),
        ({"GRADER_SMTP": "smtp://"}, "it is not the address of a mail server"),
        ({"GRADER_SMTP": "smtp://mail.example.org:many"}, "it is not the address of a mail server"),
        ({"GRADER_SMTP": "smtp://mail.example.org:0"}, "it is not the address of a mail server"),
        ({"GRADER_SMTP": "smtp://mail.example.org/folder"}, "it is not the address of a mail server"),
        ({"GRADER_SMTP": "smtp://mail.example.org?tls=no"}, "it is not the address of a mail server"),
        ({"GRADER_SMTP": f"smtp://ada:{SECRET}@mail.example.org"}, "it holds a password"),
        ({"GRADER_SMTP": "smtp://ada@mail.example.org"}, "names the user 'ada', and there is no password"),
        ({"GRADER_SMTP": "smtp://mail.example.org", "GRADER_SMTP_PASSWORD": SECRET}, "names no user"),
    ],
)
def test_an_environment_that_cannot_be_used_is_told_without_the_password(
    environment: dict[str, str], what: str
) -> None:
    with pytest.raises(CourseError) as raised:
        read_server(environment)
    assert what in str(raised.value)
    assert raised.value.remedy
    assert SECRET not in str(raised.value)
