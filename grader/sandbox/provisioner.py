"""The settings of students' sandboxes, and what follows from them: options of bubblewrap, limits, environment."""

import dataclasses
import os
import random
from functools import cached_property
from pathlib import Path
from typing import Any

from traitlets import Bool, Dict, Integer, List, Unicode
from traitlets.config import Configurable

from grader.confidential import Confidential
from grader.inside import namespaces
from grader.process.allocation import KEEPS_FREED
from grader.sandbox import bwrap, cgroup, zygote
from grader.sandbox.exposure import Mount
from grader.sandbox.seccomp_notify import Refusals
from grader.sandbox.warmth import Warmth

MIB = 1 << 20
STUDENT_UIDS = range(61184, 65520)  # systemd's range for users that exist only while something runs
PATH = "/usr/local/bin:/usr/bin:/bin"
INLINE = "module://matplotlib_inline.backend_inline"


class SandboxProvisioner(Configurable):
    """What a student's kernel may use and see: it can read this Python and its own submission, and can harm nothing."""

    enabled = Bool(True, help="Off only for notebooks that are trusted like one's own.").tag(config=True)
    warm = Bool(True, help="Fork kernels from a process that has imported what the release imports.").tag(config=True)
    memory_mib = Integer(4096, help="Memory of all processes of a submission together, MiB.").tag(config=True)
    address_space_mib = Integer(16384, help="Address space of one process, MiB.").tag(config=True)
    processes = Integer(256, help="Processes and threads of a submission.").tag(config=True)
    disk_mib = Integer(256, help="Size of each private scratch space, MiB.").tag(config=True)
    file_mib = Integer(128, help="Size of one file, MiB.").tag(config=True)
    cpu_seconds = Integer(900, help="Processor time of one process, seconds.").tag(config=True)
    startup_seconds = Integer(60, help="Time a kernel has to start, seconds.").tag(config=True)
    environment = Dict(
        Unicode(), help="Environment variables that students' kernels see beside the few they need."
    ).tag(config=True)
    readable = List(Unicode(), help="Further folders that students' code may read, data sets say.").tag(config=True)

    def zygote_kind(self, warmth: Warmth) -> zygote.Kind:
        """Return what the warm process for these settings is started with.

        Raises:
            SandboxError: no sandbox can be made here, or a folder that is to be readable must not be.
        """
        warmth = warmth if self.warm else Warmth()
        environment = {**KEEPS_FREED, **self._variables(), **_library_path()}
        if not self.enabled:
            return zygote.Kind((), _sorted(environment), warmth, str(zygote.INSIDE.parents[1]))
        package = Path(zygote.PLACE, "grader")
        lent = [
            (str(zygote.INSIDE), f"{package}/inside"),
            (f"{zygote.INSIDE.parent}/__init__.py", f"{package}/__init__.py"),
        ]
        arguments = self._zygote_arguments(lent)
        environment["HOME"] = bwrap.HOME
        return zygote.Kind((bwrap.find(), *arguments), _sorted(environment), warmth, zygote.PLACE)

    def _zygote_arguments(self, lent: list[tuple[str, str]]) -> list[str]:
        """Return the options of the warm process's own sandbox: what kernels see, read-only, and no network.

        With the host's mounts a kernel could open this Python for writing by way of ``/proc/self/exe``.
        """
        options = ["--new-session", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
        if os.geteuid() != 0:  # no privileges: as their maker it may enter the namespaces that it makes
            options += ["--unshare-user", "--uid", "1000", "--gid", "1000"]
        view = self._view(lent)
        at = view.index("--proc")
        view[at : at + 2] = ["--bind", "/proc", "/proc"]  # bubblewrap writes there for each sandbox
        return [*options, *view]

    @cached_property
    def _shown(self) -> list[Mount]:
        return bwrap.exposed(self.readable, Confidential.of(self.config))

    def _view(self, lent: list[tuple[str, str]], *, within: bool = False) -> list[str]:
        """Return what a sandbox shows; one within that of the warm process shows what that one does."""
        fonts, shown, readable = bwrap.font_list(), self._shown, [*lent]
        if fonts is not None:
            place = f"/run/fonts/{fonts.name}"
            readable.append((place if within else str(fonts), place))
        if within:
            shown = [dataclasses.replace(mount, shown=mount.shown and mount.place) for mount in shown]
        return bwrap.filesystem(readable, disk=self.disk_mib * MIB, shown=shown)

    def arguments(self) -> list[str]:
        """Return the options of bubblewrap for one kernel.

        Raises:
            SandboxError: a folder that is to be readable must not be.
        """
        return [*bwrap.isolation(), *self._view([], within=True)]

    def order(self, refusals: Refusals | None, work: str) -> dict[str, Any]:
        """Return what a fork of the warm process has to do, see `grader.inside.zygote`.

        Args:
            refusals: the filter of system calls; None without confinement.
            work: the folder that the kernel works in.
        """
        root = os.geteuid() == 0
        return {
            "box": self._box() if self.enabled else None,
            "work": work,
            "confined": self.enabled,
            "uid": random.choice(STUDENT_UIDS) if root and self.enabled else None,
            "limits": self._limits(),
            "filter": refusals.filter_config() if refusals is not None else None,
            "environment": {**self._variables(), "JPY_PARENT_PID": "1"},
        }

    def _box(self) -> dict[str, Any]:
        fonts = [] if bwrap.font_list() is None else [["/run/fonts", f"{bwrap.HOME}/matplotlib"]]
        first = {"folders": [f"{bwrap.HOME}/matplotlib"], "copy": fonts, "work": bwrap.WORK}
        return {
            "program": bwrap.find(),
            "arguments": self.arguments(),
            "environment": {"PATH": PATH, "LANG": "C.UTF-8", **_library_path()},
            "first": first,
            "spaces": namespaces.names(own_user=os.geteuid() != 0),
        }

    def _limits(self) -> dict[str, int]:
        limits = {"AS": self.address_space_mib * MIB, "NPROC": self.processes, "FSIZE": self.file_mib * MIB}
        return limits | {"CPU": self.cpu_seconds, "NOFILE": 1024, "CORE": 0}

    def group(self, name: str) -> cgroup.Cgroup | None:
        """Return a new control group for one kernel, where one can be made."""
        return cgroup.make(name, self.memory_mib * MIB, self.processes) if self.enabled else None

    def _variables(self) -> dict[str, str]:
        home = bwrap.HOME if self.enabled else os.path.expanduser("~")
        needed = {"HOME": home, "USER": "student", "PATH": PATH, "LANG": "C.UTF-8"}
        if self.enabled:
            needed |= {"MPLCONFIGDIR": f"{bwrap.HOME}/matplotlib", "IPYTHONDIR": f"{bwrap.HOME}/ipython"}
        needed["MPLBACKEND"] = INLINE  # read when matplotlib is imported, which may be in the warm process
        needed |= {"OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        needed["TORCHDYNAMO_DISABLE"] = "1"  # torch.compile takes longer than a question may, and changes no result
        return {**needed, **self.environment}


def _library_path() -> dict[str, str]:
    return {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}


def _sorted(environment: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(environment.items()))
