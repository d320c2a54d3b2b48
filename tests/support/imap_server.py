"""A real IMAP server on this machine, Dovecot, with one user's mails."""

import grp
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from imaplib import IMAP4
from pathlib import Path

from tests.support.mail_server import certificate, free_port

PASSWORD = "open-sesame"
USER = "ta-one"
DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
base_dir = {top}/run
state_dir = {top}/state
log_path = {top}/log
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
mail_location = maildir:{top}/mail:LAYOUT=fs
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
first_valid_gid = 1
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{certificate}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={top}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {encrypted}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Server:
    """A running server.

    Attributes:
        port: of unencrypted connections.
        encrypted: of encrypted ones.
        certificate: what it shows there, for 127.0.0.1.
        mail: where its mails lie.
    """

    port: int
    encrypted: int
    certificate: Path
    mail: Path

    def deliver(self, raw: bytes, received: str, folder: str = "INBOX", flags: str = "") -> None:
        """Put a mail into a folder, as if it had been received at a time such as ``17-Apr-2024 23:54:10 +0200``."""
        with self.client() as client:
            assert client.append(folder, flags, f'"{received}"', raw)[0] == "OK"

    def flags(self, folder: str = "INBOX") -> list[bytes]:
        """What the server knows of each mail: whether it was read, for one."""
        with self.client() as client:
            client.select(folder, readonly=True)
            return [one for one in client.fetch("1:*", "(FLAGS)")[1] if isinstance(one, bytes)]

    @contextmanager
    def client(self) -> Iterator[IMAP4]:
        """A connection that is logged in."""
        client = IMAP4("127.0.0.1", self.port)
        try:
            client.login(USER, PASSWORD)
            yield client
        finally:
            client.logout()


@contextmanager
def serving(mails: Sequence[tuple[bytes, str]] = ()) -> Iterator[Server]:
    """Run a server for as long as a block lasts.

    Args:
        mails: what lies in its INBOX, each with the time at which it was received.
    """
    assert DOVECOT is not None
    user = pwd.getpwuid(os.getuid() or pwd.getpwnam("nobody").pw_uid)
    top = Path(tempfile.mkdtemp(prefix="imap-"))  # a folder of pytest's is closed to other users
    try:
        for name in ("run", "state", "mail", "home"):
            (top / name).mkdir()
            if os.getuid() == 0:
                os.chown(top / name, user.pw_uid, user.pw_gid)
        top.chmod(0o755)
        server = Server(free_port(), free_port(), certificate(top, "127.0.0.1"), top / "mail")
        text = CONFIGURATION.format(
            top=top,
            user=user.pw_name,
            group=_group(user.pw_gid),
            password=PASSWORD,
            port=server.port,
            encrypted=server.encrypted,
            certificate=server.certificate,
        )
        (top / "dovecot.conf").write_text(text)
        command = [DOVECOT, "-F", "-c", str(top / "dovecot.conf")]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            try:
                _wait(server.port, process, top / "log")
                for raw, received in mails:
                    server.deliver(raw, received)
                yield server
            finally:
                process.terminate()
                process.wait(20)
    finally:
        shutil.rmtree(top, ignore_errors=True)


def _group(number: int) -> str:
    return grp.getgrgid(number).gr_name


def _wait(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(200):
        try:
            IMAP4("127.0.0.1", port).shutdown()
            return
        except OSError:
            if process.poll() is not None:
                break
        time.sleep(0.05)
    said = process.stderr.read() if process.stderr and process.poll() is not None else b""
    raise AssertionError(f"Dovecot does not answer: {said!r} {log.read_text() if log.is_file() else ''}")
