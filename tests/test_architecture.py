"""The architecture is as docs/architecture.md and the import contract say."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
ROOMS = sorted(path.parent.name for path in (ROOT / "grader").glob("*/__init__.py"))


def test_rooms_import_downwards_only_and_nbgrader_is_known_to_one() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_is_in_the_tree(room: str) -> None:
    assert f"`grader/{room}/`" in TEXT or f"`{room}`" in TEXT


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:grader|tests|source|bench)/[\w./-]+)`", TEXT))))
def test_every_path_that_is_named_exists(path: str) -> None:
    assert (ROOT / path).exists()


LONGEST = 200  # lines
DATA = (
    "grader/handin/given.py",
    "grader/marks.py",
    "grader/process/call.py",
)  # nouns that only hold what they are given
ELSEWHERE = {  # modules that do something only together with others, and the tests in which they do it
    "tests/attacks/test_zygote.py": ["grader/inside/keeper.py", "grader/inside/zygote.py", "grader/sandbox/zygote.py"],
    "tests/browser/test_marking.py": ["grader/pipeline/marking_templates.py", "grader/pipeline/marking_view.py"],
    "tests/course/test_demo.py": ["grader/demo.py"],
    "tests/course/test_new_assignment.py": ["grader/release/new.py"],
    "tests/grader/batch/test_runs.py": ["grader/batch/batch.py", "grader/batch/run.py"],
    "tests/grader/form/test_agreement.py": [  # what they promise is to agree with the intake
        *(f"grader/form/{name}.py" for name in ("answers", "checking", "choice", "files")),
    ],
    "tests/grader/form/test_script.py": ["grader/commands/form.py", "grader/form/program.py"],
    "tests/grader/handin/imap/test_folder.py": ["grader/handin/imap/connection.py"],
    "tests/grader/handin/platforms/test_clones.py": ["grader/handin/clone.py", "grader/handin/pack_clone.py"],
    "tests/grader/handin/platforms/test_download.py": ["grader/handin/platforms/contents.py"],
    "tests/grader/handin/platforms/test_gradescope.py": ["grader/handin/platforms/gradescope_metadata.py"],
    "tests/grader/handin/platforms/test_moodle.py": ["grader/handin/platforms/moodle_words.py"],
    "tests/grader/handin/test_collecting.py": ["grader/handin/mail/reading.py"],  # a case for each kind of mail
    "tests/grader/judging/test_check.py": ["grader/judging/notebook.py"],
    "tests/grader/judging/test_hidden_tests.py": ["grader/judging/fixtures.py"],
    "tests/grader/kernel/test_as_jupyter.py": ["grader/inside/line_kernel.py", "grader/inside/serving.py"],
    "tests/grader/kernel/test_error_words.py": ["grader/kernel/error_templates.py"],
    "tests/grader/pipeline/test_attempt.py": [  # one submission through all that is nbgrader's
        *(f"grader/pipeline/{name}.py" for name in ("converters", "exporter", "steps")),
    ],
    "tests/grader/pipeline/test_migration.py": ["grader/pipeline/generation.py"],
    "tests/grader/reports/test_renewal.py": ["grader/commands/report.py"],
    "tests/grader/sandbox/test_exposure.py": ["grader/sandbox/python_parts.py"],
    "tests/grader/sandbox/test_provisioner.py": [  # what runs before anything of a student's does, as a whole
        *(f"grader/inside/{name}.py" for name in ("first_process", "namespaces", "student")),
        *("grader/sandbox/sandbox.py", "grader/sandbox/seccomp_notify.py"),
    ],
    "tests/hw3/test_score.py": ["grader/judging/plugin.py", "grader/judging/session_fixtures.py"],  # run under them
}


def files(*folders: str) -> list[str]:
    """All Python files below some folders of the repository."""
    return sorted(str(path.relative_to(ROOT)) for folder in folders for path in (ROOT / folder).rglob("*.py"))


def own_tests(module: str) -> Path:
    """Where the tests of a module lie."""
    return ROOT / "tests" / Path(module).with_name(f"test_{Path(module).name}")


def test_files_are_short() -> None:
    lengths = {
        name: len((ROOT / name).read_text(encoding="utf-8").splitlines()) for name in files("grader", "bench", "tests")
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_every_module_has_tests_of_its_own_or_is_known_to_be_tested_elsewhere() -> None:
    modules = [name for name in files("grader") if not name.endswith("__init__.py")]
    elsewhere = [module for tested in ELSEWHERE.values() for module in tested]
    without = [module for module in modules if not own_tests(module).is_file()]
    assert sorted([*DATA, *elsewhere]) == without


@pytest.mark.parametrize("path", ELSEWHERE)
def test_the_tests_elsewhere_exist(path: str) -> None:
    assert (ROOT / path).is_file()


@pytest.mark.parametrize("module", DATA)
def test_what_needs_no_tests_holds_data_and_no_code(module: str) -> None:
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "grader").rglob("test_*.py")), ids=lambda path: path.stem)
def test_tests_lie_in_a_room(path: Path) -> None:
    folder = path.parent.relative_to(ROOT / "tests")
    assert (ROOT / folder).is_dir()
