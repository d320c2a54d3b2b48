"""Creates a gradebook, or completes one whose creation was interrupted."""

from nbgrader.api import Gradebook, get_alembic_version
from sqlalchemy import inspect, text


def finish(url: str) -> None:
    """Create the gradebook, or complete one whose creation was interrupted: without some tables, or their version."""
    with Gradebook(url) as gradebook:  # makes what tables are missing
        if inspect(gradebook.engine).has_table("alembic_version"):
            if gradebook.db.execute(text("SELECT version_num FROM alembic_version")).first():
                return
        else:
            gradebook.db.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        if not gradebook.assignments:  # otherwise it is an old one, which `nbgrader db upgrade` is for
            version = {"version": get_alembic_version()}
            gradebook.db.execute(text("INSERT INTO alembic_version (version_num) VALUES (:version)"), version)
            gradebook.db.commit()
