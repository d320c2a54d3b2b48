"""The warm process imports what it is told, says what came of it, and eases what each fork would do."""

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
EASE = """
import logging, sys
from grader.inside.warming import ease_forks
handlers = [logging.StreamHandler() for _ in range(5)]
ease_forks()
assert len({id(handler.lock) for handler in handlers}) == 1, "each has a lock"
assert len(logging._at_fork_reinit_lock_weakset) == 1, "each is renewed"
handlers[3].acquire()  # as another thread would hold it
import os
pid = os.fork()
if pid == 0:
    handlers[4].acquire()  # of this process's own
    handlers[4].emit(logging.makeLogRecord({"msg": "logged in the fork"}))
    os._exit(0)
os.waitpid(pid, 0)
"""


def warmed(*imports: str) -> tuple[dict[str, Any], list[str]]:
    """What a process of its own says of warming up, and the modules that it has then."""
    wanted = {"imports": imports, "train": False, "draw": False}
    code = f"import json, sys; from grader.inside.warming import warm; found = warm({wanted!r})\n"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}print(json.dumps([found, list(sys.modules)]))"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    found, modules = json.loads(done.stdout)
    return found, modules


def test_what_was_imported_and_what_not_is_told() -> None:
    found, modules = warmed("import colorsys as c", "import no_such_module", "raise SystemExit")
    assert found["imported"] == ["import colorsys as c"]
    assert found["failed"] == ["import no_such_module (ModuleNotFoundError)", "raise SystemExit (SystemExit)"]
    assert found["threads"] == 1
    assert "colorsys" in modules


def test_a_shell_s_own_part_of_matplotlib_is_left_to_the_kernel() -> None:
    found, modules = warmed("import matplotlib_inline.backend_inline")
    assert found["failed"] == []
    assert not [name for name in modules if name.startswith("matplotlib_inline")]


def test_handlers_of_libraries_share_a_lock_that_a_fork_renews() -> None:
    done = subprocess.run([sys.executable, "-c", EASE], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "logged in the fork\n")


def test_logging_still_has_what_is_eased() -> None:
    assert hasattr(logging, "_at_fork_reinit_lock_weakset"), "Python's logging has changed: see warming.ease_forks"
