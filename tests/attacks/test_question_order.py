"""Tasks are asked in the release's order: what one question sends is of no use to a task asked before."""

from pathlib import Path

import nbformat
import pytest

from grader.bank.answers import notebook_of, read_answer
from grader.course import Course
from grader.course_copy import scratch_copy
from grader.judging import check as checking
from grader.judging import states
from grader.kernel.submission import Submission
from grader.notebooks import read_notebook
from grader.results import SubmissionResult

ATTACK = Path(__file__).parents[1] / "answers" / "hw3" / "hostile" / "keeps_questions.py"
FIRST = '    """Each step follows the score for half of a step size."""\n'
SCORE = r"def gaussian_score(x):\n    return -(x + 0.7 * x[..., [1, 0]]) / 0.51\nlangevin_sampler(gaussian_score, 2)"

IN_A_FILE = {  # instead of what keeps it in the process, which is a fork of its own for each test
    "kept[-1](x) if kept else 0 * x": "types.FunctionType(marshal.load(open(KEPT, 'rb')), {})(x) "
    "if os.path.exists(KEPT) else 0 * x",
    "kept = []\n": "import marshal, os, types\nKEPT = '/tmp/kept'\n",
    'kept[:] = [score_fn, *(one for one in kept if one.__name__ == "gaussian_score")]': "os.path.exists(KEPT) or "
    "score_fn.__name__ == 'gaussian_score' and marshal.dump(score_fn.__code__, open(KEPT, 'wb'))",
}


@pytest.fixture(scope="module")
def telling(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Homework 3 with a question for Task 2 that brings the answer to Task 1 along."""
    rooms = ["source", "release", "tests"]
    copy = scratch_copy(course, tmp_path_factory.mktemp("course"), "hw3", rooms)
    path = copy.root / "tests" / "hw3" / "test_langevin.py"
    text = path.read_text()
    assert FIRST in text
    path.write_text(text.replace(FIRST, f'{FIRST}    submission.eval("{SCORE}")\n'))
    return copy


@pytest.fixture
def handed_in(telling: Course, tmp_path: Path) -> Path:
    notebook = notebook_of(read_notebook(telling.notebook("hw3", "release")), read_answer(ATTACK))
    names = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    assert names.index("langevin") < names.index("score-answer")
    nbformat.write(notebook, tmp_path / "hw3.ipynb")
    return tmp_path / "hw3.ipynb"


@pytest.fixture
def kept_in_a_file(handed_in: Path) -> Path:
    """The same attack, by way of a file."""
    notebook = nbformat.read(handed_in, 4)
    for old, new in IN_A_FILE.items():
        [cell] = [cell for cell in notebook.cells if old in cell.source]
        cell.source = cell.source.replace(old, new)
    nbformat.write(notebook, handed_in)
    return handed_in


def points(result: SubmissionResult) -> dict[str, float]:
    return {task.id: task.points for task in result.tasks if task.points}


def test_what_task_2_is_asked_is_no_answer_to_task_1(telling: Course, handed_in: Path) -> None:
    result, _ = checking.check(telling, "hw3", handed_in)
    assert [task.id for task in result.tasks] == ["score", "langevin", "scorenet", "loss", "sampler"]
    assert points(result) == {}


def another_order(patch: pytest.MonkeyPatch) -> None:
    """The last task is asked first."""
    given = states.judge_states
    patch.setattr(
        states,
        "judge_states",
        lambda hidden, asked, tasks, key: given(hidden, asked, dict(reversed(tasks.items())), key),
    )


def same_process(patch: pytest.MonkeyPatch) -> None:
    """Every test asks the kernel itself, or the state that was kept, and no fork of either."""
    patch.setattr(Submission, "_forked", lambda asked: asked.kernel._snapshots.get(asked.task, asked.kernel._main))
    patch.setattr(Submission, "_leave", lambda asked: None)


def test_and_would_be_in_another_order_and_the_same_process(
    telling: Course, handed_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for layers in ([another_order], [same_process], [another_order, same_process]):
        with monkeypatch.context() as patch:
            for layer in layers:
                layer(patch)
            result, _ = checking.check(telling, "hw3", handed_in)
        assert points(result) == ({"score": 10} if len(layers) == 2 else {})


def test_nor_is_what_is_kept_in_a_file(telling: Course, kept_in_a_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result, _ = checking.check(telling, "hw3", kept_in_a_file)
    assert points(result) == {}
    another_order(monkeypatch)
    result, _ = checking.check(telling, "hw3", kept_in_a_file)
    assert points(result) == {"score": 10}
