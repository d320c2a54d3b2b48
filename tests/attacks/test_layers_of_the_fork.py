"""Each layer that a fork of the warm process puts between itself and a student's code, taken away."""

import os
import signal
import time
from collections.abc import Callable
from typing import Any

import pytest

from grader.errors import OutOfTime
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission
from grader.sandbox import zygote
from grader.sandbox.processes import Process
from grader.sandbox.warmth import Warmth
from tests.support.layers import Layer, Proves, Tries, Without

ROOT = os.geteuid() == 0
root = pytest.mark.skipif(not ROOT, reason="a layer of root's sandboxes")
Start = Callable[..., StudentKernel]
NO_NEW = "    _libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)\n"
DRAWS = """
import random, numpy, torch
[random.getrandbits(62), int(numpy.random.randint(2**62)), int(torch.randint(2**62, (1,)))]
"""


def text(name: str, old: str, new: str = "") -> Layer:
    """A part of what runs inside."""
    return lambda without: without.inside(name, old, new)


def test_a_changed_text_is_run_by_a_warm_process_of_its_own(tries: Tries) -> None:
    tell = text("student.py", "    reseed()\n", '    os.environ["CHANGED"] = "yes"\n')
    look = {"changed": "os.environ.get('CHANGED') == 'yes'"}
    kept = set(zygote._kept)
    assert [tries(look), tries(look, tell), tries(look)] == [{"changed": it} for it in ("refused", "done", "refused")]
    assert len(set(zygote._kept) - kept) == 2


def test_the_bounding_set_of_capabilities(proves: Proves) -> None:
    bound = text("confinement.py", "        _libc.prctl(PR_CAPBSET_DROP, number, 0, 0, 0)\n", "        pass\n")
    proves({"bound": "int(status('CapBnd'), 16)"}, bound)


def test_capabilities(proves: Proves) -> None:
    given = f"    drop_capabilities()\n{NO_NEW}"
    layers: list[Layer] = [text("confinement.py", given, NO_NEW), lambda without: without.uid()]
    proves({"effective": "int(status('CapEff'), 16)", "permitted": "int(status('CapPrm'), 16)"}, *layers[: 1 + ROOT])


def test_no_new_privileges(proves: Proves) -> None:
    loading = text("confinement.py", f"{NO_NEW}    for program", "    for program")
    dropping = text("confinement.py", f"{NO_NEW}    _libc.prctl(PR_SET_DUMPABLE", "    _libc.prctl(PR_SET_DUMPABLE")
    proves({"new": "status('NoNewPrivs') == '0'"}, loading, dropping, lambda without: without.around())


def test_other_descriptors(proves: Proves) -> None:
    pipes = "[number for number in range(3, 64) if 'pipe:' in os.path.realpath(f'/proc/self/fd/{number}')]"
    kept = text("student.py", "close_but(descriptors.values())", f"close_but([*descriptors.values(), *{pipes}])")
    proves({"pipes": pipes}, kept)


def test_the_line_in_what_a_kernel_starts(proves: Proves) -> None:
    inherit = text("channel.py", "os.set_inheritable(number, False)", "os.set_inheritable(number, True)")
    look = "import glob, os; exit(7 * any('socket:' in os.path.realpath(it) for it in glob.glob('/proc/self/fd/*')))"
    found = f"subprocess.run([sys.executable, '-c', {look!r}], close_fds=False, stderr=-3).returncode == 7"
    proves({"line": found}, inherit)


@root
def test_this_python_as_it_is_outside(proves: Proves) -> None:
    change = {"mode": "not os.chmod('/proc/self/exe', os.stat('/proc/self/exe').st_mode)"}
    proves(change, lambda without: without.uid(), lambda without: without.around())


@root
def test_the_memory_of_the_keeper(proves: Proves) -> None:
    memory = {"open": "keeper() and open(f'/proc/{keeper()}/mem', 'r+b', buffering=0)"}
    look = text("confinement.py", "    _libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)\n")
    proves(memory, look, lambda without: without.processes(), lambda without: without.uid())


def test_signals_to_the_keeper(proves: Proves) -> None:
    layers: list[Layer] = [lambda without: without.processes(), lambda without: without.uid()]
    proves({"signal": "keeper() > 1 and not os.kill(keeper(), signal.SIGCONT)"}, *layers[: 1 + ROOT])


def test_what_the_warm_process_would_have_drawn(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    warmth = Warmth(("import random", "import numpy.random", "import torch"))
    monkeypatch.setattr(Warmth, "of", lambda folder: warmth)

    def drawn() -> list[tuple[int, int]]:
        """What two kernels draw from each generator."""
        first, second = (Submission(start(), []).eval(DRAWS) for _ in range(2))
        return list(zip(first, second, strict=True))

    for first, second in drawn():
        assert first != second
    Without(monkeypatch).inside("student.py", "    reseed()\n")
    for first, second in drawn()[1:]:  # Python's own generator is renewed with every fork
        assert first == second


def test_a_grader_that_is_deaf_to_interrupts(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.kernel.connection.GRACE", 1.0)

    def interrupted() -> bool:
        """Whether a cell is interrupted, and its kernel still there."""
        kernel = start()
        with pytest.raises(OutOfTime):
            kernel.execute("import time\ntime.sleep(30)", 0.5)
        return kernel.alive

    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        mask = "    signal.pthread_sigmask(signal.SIG_SETMASK, [])"
        Without(monkeypatch).inside("student.py", mask, f"{mask}  # in a warm process that is deaf, too")
        assert interrupted()
        Without(monkeypatch).inside("student.py", mask, "    pass")
        assert not interrupted()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def test_a_process_that_has_another_s_number(monkeypatch: pytest.MonkeyPatch) -> None:
    killed: list[Any] = []

    def signalled() -> int:
        """Signals that reach whichever process has the number of one that has ended."""
        pid = os.fork()
        if pid == 0:
            time.sleep(100)
            os._exit(0)
        process = Process(pid)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        with monkeypatch.context() as patch:
            patch.setattr(os, "kill", lambda *args: killed.append(args))
            process.signal(signal.SIGTERM)
        process.close()
        return len(killed)

    assert signalled() == 0
    monkeypatch.delattr(os, "pidfd_open")
    assert signalled() == 1
