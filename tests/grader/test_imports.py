"""What a grader's process does not load: each worker, and each command, would wait for it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.course import Course

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]

HEAVY = ("lark", "torch", "sklearn", "pandas", "matplotlib")


@pytest.mark.parametrize(
    "module", ["grader.cli", "grader.batch.batch", "grader.pipeline.attempt", "grader.reports.report"]
)
def test_a_process_that_grades_is_ready_without_heavy_libraries(module: str) -> None:
    tell = f"import sys, {module}; print(*sorted(set(sys.modules) & set({HEAVY})))"
    done = subprocess.run([sys.executable, "-c", tell], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split() == []


@pytest.mark.parametrize("start", ["import grader.cli", "import grader.batch.worker", "Course(Path.cwd()).config"])
def test_nbgrader_is_imported_by_what_uses_it_alone(start: str) -> None:
    tell = f"import sys; from pathlib import Path; from grader.course import Course; {start}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", tell], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert not {"nbgrader", "nbconvert"} & {*done.stdout.split()}


HOMEWORK = ("torch", "sklearn", "matplotlib", "tqdm")


def test_the_grader_works_where_the_homework_s_packages_are_not_installed(little: Course, tmp_path: Path) -> None:
    stubs = tmp_path / "stubs"
    stubs.mkdir()
    for name in HOMEWORK:
        (stubs / f"{name}.py").write_text(f"raise ModuleNotFoundError('No module named {name}', name={name!r})")
    answer = little.root / "submitted" / "ada" / "double"
    answer.mkdir(parents=True)
    (answer / "double.ipynb").write_bytes(little.notebook("double", "solutions").read_bytes())
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(stubs), str(ROOT)])}
    for command in (["check", str(answer)], ["grade", "double"]):
        arguments = [sys.executable, "-m", "grader.cli", "--course", str(little.root), *command]
        done = subprocess.run(arguments, env=env, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr
    page = (little.root / "reports" / "double" / "index.html").read_text()
    assert "Figures need matplotlib" in page
    assert "<img" not in page
