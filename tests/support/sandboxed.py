"""What the tests of the sandbox share: limits that are soon reached, kernels, and layers that can be taken away."""

import copy
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from _pytest.assertion.rewrite import AssertionRewritingHook
from traitlets.config import Config

from grader.errors import AnswerError
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission
from grader.sandbox import cgroup
from tests.support.layers import ATTACKER, Layer, Proves, Tries, Without
from tests.support.other_grader import end, processes

LIMITS = {"memory_mib": 512, "disk_mib": 16, "file_mib": 8, "processes": 64, "address_space_mib": 4096}


@pytest.fixture
def no_pytest_around(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when grading: no outer pytest that would rewrite the asserts of hidden files."""
    finders = [finder for finder in sys.meta_path if not isinstance(finder, AssertionRewritingHook)]
    monkeypatch.setattr(sys, "meta_path", finders)


@pytest.fixture(scope="session")
def small_limits() -> Config:
    """Limits that are soon reached."""
    config = Config()
    config.SandboxProvisioner.update(LIMITS)
    packages = str(Path(pytest.__file__).parents[1])
    lent = not packages.startswith(sys.prefix)  # to an ordinary user's Python
    config.SandboxProvisioner.update(readable=[packages] * lent, environment={"PYTHONPATH": packages} if lent else {})
    return config


@pytest.fixture(scope="session")
def groups() -> bool:
    """Whether control groups can be made here."""
    made = cgroup.make(f"{cgroup.PREFIX}{os.getpid()}-tests", 64 << 20, 32)
    if made is not None:
        made.remove()
    return made is not None


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


@pytest.fixture
def tries(tmp_path: Path, small_limits: Config) -> Iterator[Tries]:
    """What becomes of some attacks, expressions over `ATTACKER`, in one new kernel without some layers."""
    mark = f"{os.getpid()}-{tmp_path.name}"

    def tries(
        attacks: dict[str, str],
        *taken: Layer,
        limits: dict[str, int] | None = None,
        readable: tuple[str, ...] = (),
        **inputs: Any,
    ) -> dict[str, str]:
        folder, config = tmp_path / "handed-in", copy.deepcopy(small_limits)
        folder.mkdir(exist_ok=True)
        config.SandboxProvisioner.update(limits or {})
        config.SandboxProvisioner.readable = [*config.SandboxProvisioner.readable, *readable]
        config.SandboxProvisioner.environment = {**config.SandboxProvisioner.environment, "TRIED_BY": mark}
        tried = ", ".join(f"{name!r}: attempt(lambda: {source})" for name, source in attacks.items())
        with pytest.MonkeyPatch.context() as patch:
            for layer in taken:
                layer(Without(patch))
            with StudentKernel(str(folder), config, 60.0) as kernel:
                try:
                    found = Submission(kernel, [], seconds=30.0).eval(f"{ATTACKER}\n{{{tried}}}", **inputs)
                    return dict(found)
                except AnswerError as error:
                    return dict.fromkeys(attacks, str(error))

    yield tries
    for process in processes(f"TRIED_BY={mark}", of="environ"):  # kernels that no layer was left to end
        end(process)


@pytest.fixture
def proves(tries: Tries) -> Proves:
    """Shows that each of some layers alone makes attacks fail, and that without any of them they work."""

    def proves(attacks: dict[str, str], *layers: Layer, **given: Any) -> None:
        alone = [[other for other in layers if other is not layer] for layer in layers] if len(layers) > 1 else []
        for taken in ([], *alone):
            got = tries(attacks, *taken, **given)
            assert "done" not in got.values(), f"{got} with {len(taken)} of {len(layers)} layers taken away"
        got = tries(attacks, *layers, **given)
        assert set(got.values()) == {"done"}, f"{got} without any of the layers"

    return proves


@pytest.fixture(scope="session")
def refused_here() -> Callable[[str], str]:
    """What this machine itself says to an attack by an ordinary user outside of any sandbox, if it refuses it."""

    def refused_here(source: str) -> str:
        ordinary = "import os\nif os.geteuid() == 0: os.setgroups([]), os.setgid(65534), os.setuid(65534)\n"
        code = f"{ATTACKER}{ordinary}print(attempt(lambda: {source}))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
        said = done.stdout.strip() or done.stderr[-300:]
        return "" if said == "done" else said

    return refused_here
