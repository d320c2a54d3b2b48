"""What packing a folder says beside the files: what was left out, and the commits of clones."""

import json
from dataclasses import dataclass, field
from typing import Any

from grader.errors import CourseError
from grader.handin.platforms.download import Download
from grader.handin.platforms.layouts import CLONES, MANIFEST
from grader.intake.listing import UNREADABLE

VERSION = 1
MAX_BYTES = 16 * 2**20
TOLD = 5


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was said.

    Attributes:
        notes: of each folder right in the packed one, by its name; of files beside them under the empty name.
        clones: of each clone, by its folder's name.
    """

    notes: dict[str, list[str]] = field(default_factory=dict)
    clones: dict[str, dict[str, Any]] = field(default_factory=dict)

    def left_out(self, folder: str) -> list[str]:
        """Return notes on what was left out of a folder, whole sentences."""
        said = self.notes.get(folder, [])
        more = [f"{len(said) - TOLD} more such things were left out."] if len(said) > TOLD else []
        return said[:TOLD] + more


def write_manifest(manifest: Manifest) -> bytes:
    """Return a manifest as it is put into the archive."""
    said = {"version": VERSION, "notes": manifest.notes, "clones": manifest.clones}
    return json.dumps(said, sort_keys=True, ensure_ascii=True, indent=1).encode()


def read_manifest(download: Download) -> Manifest:
    """Return the manifest of a packed folder; an empty one where there is none.

    Raises:
        CourseError: it cannot be read.
    """
    for entry in download.entries:
        if entry.name in (MANIFEST, CLONES):
            try:
                said = json.loads(download.start(entry, MAX_BYTES))
                if said["version"] == VERSION:
                    return Manifest(dict(said["notes"]), dict(said["clones"]))
            except (*UNREADABLE, LookupError, TypeError, RecursionError):
                pass
            what = f"what was packed of a folder holds a {entry.name} that cannot be read"
            raise CourseError(download.called, what, "Give the folder itself.")
    return Manifest()
