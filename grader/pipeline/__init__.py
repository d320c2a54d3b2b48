"""Everything that uses nbgrader."""

import os
import sys
from pathlib import Path


def programs_on_path() -> None:
    """Put this environment's programs on the PATH: nbgrader calls a bare ``alembic`` whenever it opens a gradebook."""
    path = os.environ.get("PATH", os.defpath)
    here = str(Path(sys.executable).parent)
    if here not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([here, path])


programs_on_path()
