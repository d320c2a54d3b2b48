"""What the tests of the sandbox share: limits that are soon reached, and kernels."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from traitlets.config import Config

from grader.kernel import StudentKernel
from grader.submission import Submission

LIMITS = {"memory_mib": 512, "disk_mib": 16, "file_mib": 8, "processes": 64, "address_space_mib": 4096}


@pytest.fixture(scope="session")
def small_limits() -> Config:
    """Limits that are soon reached."""
    config = Config()
    config.SandboxProvisioner.update(LIMITS)
    return config


@pytest.fixture
def start(tmp_path: Path, small_limits: Config) -> Iterator[Callable[..., StudentKernel]]:
    """Starts kernels of one's own, and ends them with the test."""
    with ExitStack() as kernels:
        yield lambda seconds=60.0: kernels.enter_context(StudentKernel(str(tmp_path), small_limits, seconds))


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory, small_limits: Config) -> Iterator[Submission]:
    """A kernel that the tests of a file share: they leave it as they find it."""
    with StudentKernel(str(tmp_path_factory.mktemp("submission")), small_limits, 300.0) as kernel:
        yield Submission(kernel, [], seconds=10.0)
