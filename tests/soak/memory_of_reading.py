"""What one submission costs before and after its cells run: the memory and time to stage, repair and show it.

    python tests/soak/memory_of_reading.py                       # every attack whose folder or text is one
    python tests/soak/memory_of_reading.py planted_zip_of_names  # some of them

Each is read in a process of its own, as if each code cell had shown a picture of 3 MB. Exits 1 if one took 500 MB
or more.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
MOST = 500  # MB
PAGE: dict[str, Any] = {  # what the formgrader tells its template
    **dict.fromkeys(("student", "first_name", "last_name", "notebook_path", "base_url", "next", "prev"), ""),
    **{"submission_id": "x", "assignment_id": "hw3", "notebook_id": "hw3", "index": 0, "total": 1},
}


def attacks() -> list[str]:
    """The attacks that are not in the answer cell alone."""
    from grader.bank.answers import read_bank
    from grader.course import Course

    return [answer.path.stem for answer in read_bank(Course(ROOT), "hw3", "hostile") if not answer.code_alone]


def peak() -> float:
    """The most memory so far of this process, or of one that it waited for, in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    own = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024) / 1e6


def hand_in(attack: str, folder: Path) -> None:
    """Put an attack into a folder, which is made."""
    from grader.bank.answers import read_answer
    from grader.course import Course
    from grader.notebooks import read_notebook
    from tests.support import planting

    answer = read_answer(ROOT / "tests" / "answers" / "hw3" / "hostile" / f"{attack}.py")
    for thing in answer.plant:
        if thing["kind"] == "hard link":  # what it is made to must be there
            target = Path(os.path.normpath((folder / thing["name"]).parent / planting.spelt(thing["target"])))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(b"confidential")
    planting.hand_in(read_notebook(Course(ROOT).notebook("hw3", "release")), answer, folder)


def measure(attack: str, inside: Path) -> dict[str, Any]:
    """Do all with what was handed in but run and judge it."""
    from nbconvert.exporters import HTMLExporter
    from nbformat import NotebookNode

    from grader.course import Course
    from grader.errors import UnreadableSubmission
    from grader.intake import figures
    from grader.intake.stage import stage
    from grader.notebooks import read_notebook
    from grader.pages.feedback_page import Sources, page_html
    from grader.pages.student_text import sanitize_texts
    from grader.repair.repair import repair
    from grader.repair.written_answers import elsewhere, handed_in

    course = Course(ROOT)
    path = course.notebook("hw3", "release")
    given = read_notebook(path)
    seconds: dict[str, float] = {}
    megabytes: dict[str, float] = {}

    def step(name: str, act: Callable[..., Any], *values: Any) -> Any:
        started = sum(os.times()[:4])
        try:
            return act(*values)
        finally:
            seconds[name] = round(sum(os.times()[:4]) - started, 2)
            megabytes[name] = round(peak())

    def mend(notebook: NotebookNode) -> None:
        before, cells = handed_in(notebook), list(notebook.cells)
        repair(notebook, given)
        elsewhere(before, notebook, given)
        figures.keep(cells, notebook)
        sanitize_texts(notebook, given)

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder)
        said: dict[str, Any] = {"attack": attack, "start": round(peak())}
        try:
            step("stage", stage, inside, path.name, path, target)
            notebook = step("read", read_notebook, target / path.name)
            step("repair", mend, notebook)
            show_pictures(notebook)
            figures.show(notebook, None)
            step("feedback", lambda: len(page_html(notebook, Sources("hw3", released=given))))
            exporter = HTMLExporter(config=course.config)
            step("formgrader", lambda: len(exporter.from_notebook_node(notebook, dict(PAGE))[0]))
        except UnreadableSubmission as error:
            said["refused"] = error.what
    return {**said, "seconds": seconds, "mb": megabytes, "peak_mb": round(peak())}


def show_pictures(notebook: Any) -> None:
    """Give each code cell a picture of 3 MB as its output, as far as there is room."""
    from nbformat.v4 import new_output

    from grader.intake.figures import held
    from grader.kernel.output_budget import OutputBudget
    from tests.support import planting

    budget = OutputBudget(4 << 20, (24 << 20) - held(notebook))
    picture = planting.noise(0, 890)
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        content = {"data": {"image/png": picture[:-4] + picture[-4:]}, "metadata": {}}
        budget.begin()
        cell.outputs = (
            [new_output("display_data", data=content["data"])] if budget.keeps("display_data", content) else []
        )


def main() -> int:
    """Measure each in a process of its own, and say what it took."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(sys.argv[2], Path(sys.argv[3]))))
        return 0
    most = 0.0
    for attack in sys.argv[1:] or attacks():
        with tempfile.TemporaryDirectory() as folder:
            inside = Path(folder, "submitted", "someone", "hw3")
            hand_in(attack, inside)
            command = [sys.executable, __file__, "--one", attack, str(inside)]
            line = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1]
        print(line, flush=True)
        most = max(most, json.loads(line)["peak_mb"])
    return int(most >= MOST)


if __name__ == "__main__":
    sys.exit(main())
