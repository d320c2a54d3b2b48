"""One engine for each gradebook and process, in place of one for each of nbgrader's steps.

An engine keeps the statements that it has compiled, and its connections. nbgrader makes one whenever it opens a
gradebook, a dozen times for one submission, and each time looks whether all tables are there.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from nbgrader import api
from nbgrader.api import Gradebook
from sqlalchemy import create_engine
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.orm import scoped_session, sessionmaker

_engines: dict[URL, Engine] = {}
_blocks: list["_Block"] = []  # of `shared`, the innermost last


@contextmanager
def shared() -> Iterator[None]:
    """Have all gradebooks that are opened within the block use one engine each; its connections end with the block.

    nbgrader cannot be given an engine. Its own opening and closing are replaced for the block, here and nowhere else.
    """
    block = _Block()

    def begin(gradebook: Any, url: URL | str, course_id: str = "default_course", authenticator: Any = None) -> None:
        block.begin(gradebook, make_url(url), course_id, authenticator)

    with (
        mock.patch.object(api, "create_engine", _engine),
        mock.patch.object(Gradebook, "__init__", begin),
        mock.patch.object(Gradebook, "close", lambda gradebook: gradebook.db.remove()),
    ):
        _blocks.append(block)
        try:
            yield
        finally:
            _blocks.pop()
            for engine in _engines.values():
                engine.dispose()


@contextmanager
def one_transaction(url: URL | str, keep: bool = True) -> Iterator[None]:
    """Write what the gradebooks of one url write within the block at its end, all of it or nothing.

    Outside of `shared` each of nbgrader's own commits is one, as ever.

    Args:
        url: of the database.
        keep: False to take back what was written.
    """
    if not _blocks:
        yield
        return
    with (
        _engine(url).connect() as connection,
        connection.begin() as transaction,  # sessions that join a connection outside of one would commit by themselves
        mock.patch.object(_blocks[-1], "joined", (make_url(url), connection)),
    ):
        yield
        if not keep:
            transaction.rollback()


class _Block:
    """What has been looked at in a block of `shared`, and the transaction that is open."""

    def __init__(self) -> None:
        self.begin_anew = Gradebook.__init__
        self.tables: set[URL] = set()
        self.courses: set[tuple[URL, str]] = set()
        self.joined: tuple[URL, Connection] | None = None

    def begin(self, gradebook: Any, url: URL, course_id: str, authenticator: Any) -> None:
        """Do what ``Gradebook.__init__`` does; tables and course that were looked at before are there."""
        if url not in self.tables:
            self.begin_anew(gradebook, url, course_id, authenticator)
            self.tables.add(url)
            self.courses.add((url, course_id))
        options: dict[str, Any] = {"bind": _engine(url)}
        if self.joined is not None and self.joined[0] == url:
            options = {"bind": self.joined[1], "join_transaction_mode": "rollback_only"}
        gradebook.engine, gradebook.course_id, gradebook.authenticator = _engine(url), course_id, authenticator
        gradebook.db = scoped_session(sessionmaker(autoflush=True, future=True, **options))
        if (url, course_id) not in self.courses:
            gradebook.check_course(course_id=course_id)
            self.courses.add((url, course_id))


def _engine(url: URL | str, **options: Any) -> Engine:
    """Return the engine of a database; a server may have ended a connection while a student's cells ran."""
    place = make_url(url)
    if place not in _engines:
        _engines[place] = create_engine(place, pool_pre_ping=place.get_backend_name() != "sqlite", **options)
    return _engines[place]


def _forget_connections() -> None:
    """Leave all connections to the process that this one was forked from."""
    for engine in _engines.values():
        engine.dispose(close=False)


os.register_at_fork(after_in_child=_forget_connections)
