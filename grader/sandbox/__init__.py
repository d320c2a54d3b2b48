"""What confines a student's kernel: bubblewrap, control groups, a filter of system calls, and a bounded line to it."""

from typing import Any


def __getattr__(name: str) -> Any:
    if name == "SandboxProvisioner":
        from grader.sandbox.provisioner import SandboxProvisioner

        return SandboxProvisioner
    raise AttributeError(name)
