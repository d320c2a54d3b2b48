"""A kernel provisioner that runs a student's kernel in bubblewrap, with limits and without network access."""

import asyncio
import contextlib
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Bool, Dict, Integer, List, Unicode

from grader.confidential import Confidential
from grader.errors import SandboxError
from grader.process.limited import lift
from grader.sandbox import bwrap, cgroup, transfer
from grader.sandbox.relay import Relay
from grader.sandbox.seccomp_notify import Refusals
from grader.sandbox.wire import MAX_MESSAGE

MIB = 1 << 20
SMALL_MESSAGE = MIB  # bytes, for sockets that carry neither answers nor outputs
LAUNCHER = Path(__file__).with_name("init.py")
STUDENT_UIDS = range(61184, 65520)  # systemd's range for dynamic users
PATH = "/usr/local/bin:/usr/bin:/bin"


class SandboxProvisioner(LocalProvisioner):
    """Starts a kernel that can read this Python and its own submission, isolated from the grader and other kernels.

    The kernel's Unix sockets are in the sandbox's own tmpfs, whose descriptor its first process sends to the grader, so
    that no folder of the host is writable from inside; a relay connects them to the grader.
    """

    enabled = Bool(True, help="Disable only for notebooks that you trust.").tag(config=True)
    memory_mib = Integer(4096, help="Memory of all processes of a submission together, MiB.").tag(config=True)
    address_space_mib = Integer(16384, help="Address space of one process, MiB.").tag(config=True)
    processes = Integer(256, help="Processes and threads of a submission.").tag(config=True)
    disk_mib = Integer(256, help="Size of each private scratch space, MiB.").tag(config=True)
    file_mib = Integer(128, help="Size of one file, MiB.").tag(config=True)
    cpu_seconds = Integer(900, help="Processor time of one process, seconds.").tag(config=True)
    startup_seconds = Integer(60, help="Time a kernel has to open its sockets, seconds.").tag(config=True)
    environment = Dict(Unicode(), help="Additional environment variables of students' kernels.").tag(config=True)
    readable = List(Unicode(), help="Additional folders that students' code may read, such as data sets.").tag(
        config=True
    )

    group: cgroup.Cgroup | None = None
    relay: Relay | None = None
    refusals: Refusals | None = None
    files: transfer.Receiver | None = None
    _private: str | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Use Unix sockets instead of ports, and keep the connection file in a private folder."""
        self._private = bwrap.private_folder()
        manager = self._manager
        manager.transport = "ipc"
        manager.ip = f"{bwrap.SOCKETS if self.enabled else self._private}/k"
        os.mkdir(f"{self._private}/connection")  # the only part that the sandbox sees
        manager.connection_file = f"{self._private}/connection/file.json"
        kwargs["env"] = self._environment()
        return await super().pre_launch(**kwargs)

    @property
    def _manager(self) -> KernelManager:
        assert isinstance(self.parent, KernelManager)
        return self.parent

    def _environment(self) -> dict[str, str]:
        home = bwrap.HOME if self.enabled else os.path.expanduser("~")
        needed = {"HOME": home, "USER": "student", "PATH": PATH, "LANG": "C.UTF-8"}
        if self.enabled:
            needed |= {"MPLCONFIGDIR": f"{bwrap.HOME}/matplotlib", "IPYTHONDIR": f"{bwrap.HOME}/ipython"}
        return {**needed, "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1", **self.environment}

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the confined kernel and wait until its sockets can be reached.

        Raises:
            SandboxError: no sandbox can be made, or the kernel does not start in it.
        """
        quiet = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
        prefix = f"{self._private}/k"
        if not self.enabled:
            self.files = transfer.Folder(f"{self._private}/submission")
            await super().launch_kernel(cmd, cwd=f"{self._private}/submission", preexec_fn=lift, **quiet, **kwargs)
            await self._wait_for_sockets(prefix)
        else:
            sockets = await self._launch_confined(cmd, **quiet, **kwargs)
            try:
                await self._wait_for_sockets(f"/proc/self/fd/{sockets}/k")
                self.relay = self._relay(f"/proc/self/fd/{sockets}/k", prefix)
            finally:
                os.close(sockets)
        self._manager.ip = prefix
        return {**self.connection_info, "ip": prefix}

    def _relay(self, kernel: str, grader: str) -> Relay:
        wide = {f"-{self.connection_info[name]}" for name in ("shell_port", "iopub_port")}
        largest = {suffix: MAX_MESSAGE if suffix in wide else SMALL_MESSAGE for suffix in self._sockets()}
        try:
            return Relay(kernel, grader, largest)
        except OSError as error:
            raise SandboxError("sandbox", f"the student's kernel cannot be reached ({error!r})") from error

    def _sockets(self) -> list[str]:
        return [f"-{value}" for key, value in self.connection_info.items() if key.endswith("_port")]

    async def _launch_confined(self, cmd: list[str], **kwargs: Any) -> int:
        """Start bwrap blocked, add it to its control group, unblock it; return a descriptor of the sockets' folder."""
        program, self.refusals = bwrap.find(), Refusals()
        with contextlib.ExitStack() as opened:
            info, info_write = opened.enter_context(bwrap.pipe())
            block, block_write = opened.enter_context(bwrap.pipe())
            arguments = self._arguments(info_write.fileno(), block.fileno())
            listed = opened.enter_context(bwrap.memory_file(b"".join(os.fsencode(text) + b"\0" for text in arguments)))
            end, line = socket.socketpair()
            opened.enter_context(line)
            self.files = transfer.Line(end, self.disk_mib * MIB // 2)
            command = [program, "--args", str(listed.fileno()), "--", *self._launcher(cmd, line.fileno())]
            inherited = [file.fileno() for file in (info_write, block, listed, line, self.refusals.sandbox_end)]
            try:
                await super().launch_kernel(command, pass_fds=inherited, **kwargs)
                info_write.close()
                line.close()
                self.refusals.listen()
                first = int(json.loads(await asyncio.to_thread(info.read))["child-pid"])
                group = f"{cgroup.PREFIX}{os.getpid()}-{first}"
                self.group = cgroup.make(group, self.memory_mib * MIB, self.processes)
                if self.group is not None:
                    self.group.add(first)
                block_write.write(b"1")
                block_write.flush()
                end.settimeout(self.startup_seconds)
                _, (folder,), *_ = await asyncio.to_thread(socket.recv_fds, end, 1, 1)
            except (OSError, ValueError, KeyError) as error:
                raise SandboxError("sandbox", f"bwrap did not start ({error!r})", bwrap.REMEDY) from error
        return folder

    def _arguments(self, info: int, block: int) -> list[str]:
        readable, fonts = [(f"{self._private}/connection", "/run/connection")], bwrap.font_list()
        if fonts is not None:
            readable.append((str(fonts), f"/run/fonts/{fonts.name}"))
        shown = bwrap.exposed(self.readable, Confidential.of(self.config))
        return [
            *bwrap.isolation(),
            *bwrap.filesystem(readable, disk=self.disk_mib * MIB, shown=shown),
            *("--setenv", "JPY_PARENT_PID", "1", "--info-fd", str(info), "--block-fd", str(block)),
        ]

    def _launcher(self, cmd: list[str], line: int) -> list[str]:
        assert self.refusals is not None
        connection = f"{self._private}/connection/"
        limits = {"AS": self.address_space_mib * MIB, "NPROC": self.processes, "FSIZE": self.file_mib * MIB}
        limits |= {"CPU": self.cpu_seconds, "NOFILE": 1024, "CORE": 0}
        fonts = [] if bwrap.font_list() is None else [["/run/fonts", f"{bwrap.HOME}/matplotlib"]]
        config = {
            "copy": [*fonts, ["/run/connection", bwrap.SOCKETS]],
            "folders": [f"{bwrap.HOME}/matplotlib"],
            "uid": random.choice(STUDENT_UIDS) if os.geteuid() == 0 else None,
            "limits": limits,
            "filter": self.refusals.filter_config(),
            **{"line": line, "show": bwrap.SOCKETS, "work": bwrap.WORK},
            "command": [part.replace(connection, f"{bwrap.SOCKETS}/") for part in cmd],
        }
        return [sys.executable, "-I", "-S", "-c", LAUNCHER.read_text(), json.dumps(config)]

    async def _wait_for_sockets(self, prefix: str) -> None:
        deadline = time.monotonic() + self.startup_seconds
        while not all(os.path.exists(prefix + suffix) for suffix in self._sockets()):
            if await self.poll() is not None or time.monotonic() > deadline:
                raise SandboxError("sandbox", "the student's kernel did not start", "Is ipykernel installed?")
            await asyncio.sleep(0.02)

    async def cleanup(self, restart: bool = False) -> None:
        """Remove all that is left: processes, the control group, files."""
        if self.process is not None:
            with contextlib.suppress(OSError):
                self.process.kill()
                self.process.wait(timeout=10)
        if self.group is not None:
            self.group.remove()
            self.group = None
        for name in ("relay", "refusals", "files"):
            if (part := getattr(self, name)) is not None:
                part.close()
                setattr(self, name, None)
        if self._private is not None:
            shutil.rmtree(self._private, ignore_errors=True)
            self._private = None
        await super().cleanup(restart=restart)
