"""A store beside the real one, for a run that must not change anything."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.handin.by_hand import FILE
from grader.handin.imap.visits import ROOM
from grader.handin.keep import Store
from grader.storage import scratch


@contextmanager
def trial(store: Store) -> Iterator[Store]:
    """Give a store that holds what another does, and is gone afterwards; what it holds is linked, not copied."""
    with scratch.folder("collecting") as top:
        folder = Path(top, "kept")
        folder.mkdir()
        for kept in store.all():
            (folder / kept.name).symlink_to(kept.path.resolve())
            shutil.copy(kept.path.with_suffix(".json"), folder)
        if (store.folder / FILE).is_file():
            shutil.copy(store.folder / FILE, folder)
        if (store.folder / ROOM).is_dir():
            shutil.copytree(store.folder / ROOM, folder / ROOM)
        yield Store(folder)
