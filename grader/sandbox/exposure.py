"""Which of the host's files are mounted in a sandbox, and which of them are masked."""

import os
from bisect import insort
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Mount:
    """A path in the sandbox, and the host's path that is mounted there read-only, or the target of a symbolic link.

    With neither, it is a mask that hides what would be visible there.
    """

    place: Path
    shown: Path | None = None
    target: str = ""


def show(path: str | os.PathLike[str]) -> Mount:
    """Mount a path of the host at the same path."""
    return Mount(Path(path), Path(os.path.realpath(path)))


def link(path: Path) -> Mount:
    """Recreate a symbolic link of the host at the same path."""
    return Mount(path, target=os.readlink(path))


def mounts(shown: Iterable[Mount], hidden: Collection[Path]) -> list[Mount]:
    """Return all mounts in order, such that of the hidden paths only what is shown inside them is visible.

    Args:
        shown: what is to be visible; each may lie within another, or within a hidden path.
        hidden: resolved paths; one that does not exist, or lies below nothing shown, needs no mask.
    """
    waiting = sorted(set(shown), key=_order)
    kept: dict[Path, Mount] = {}
    while waiting:
        mount = waiting.pop(0)
        around = next((kept[above] for above in mount.place.parents if above in kept), None)
        seen = around.shown if around is not None else None
        if mount.target:
            if seen is None:
                kept[mount.place] = mount
        elif mount.shown is None:
            if seen is not None or mount.place in kept:
                kept[mount.place] = mount
        elif seen is None or not mount.shown.is_relative_to(seen):
            kept[mount.place] = mount
            for path in hidden:
                if path.is_relative_to(mount.shown) and os.path.lexists(path):
                    insort(waiting, Mount(mount.place / path.relative_to(mount.shown)), key=_order)
    return list(kept.values())


def _order(mount: Mount) -> tuple[int, bool, Path]:
    """Sort outer before inner paths; where one is both shown and hidden, the mask comes last and wins."""
    return len(mount.place.parts), not (mount.shown or mount.target), mount.place


def options(wanted: Iterable[Mount]) -> list[str]:
    """Return the options of bubblewrap for some mounts; masks are empty and read-only."""
    options: list[str] = []
    closed: list[str] = []
    for mount in wanted:
        place = str(mount.place)
        if mount.target:
            options += [*parents(place), "--symlink", mount.target, place]
        elif mount.shown is not None:
            options += [*parents(place), "--ro-bind", str(mount.shown), place]
        elif mount.place.is_dir():
            options += ["--perms", "0755", "--tmpfs", place]
            closed += ["--remount-ro", place]
        else:
            options += ["--ro-bind", "/dev/null", place]
    return options + closed


def parents(path: str) -> list[str]:
    """Create the folders above a path with the usual permissions; bwrap's default excludes other users."""
    options: list[str] = []
    for parent in [*reversed(Path(path).parents)][1:]:
        if str(parent) not in ("/dev", "/usr"):
            options += ["--perms", "0755", "--dir", str(parent)]
    return options
