"""The second assignment: made by docs/new-assignment.md, released, solved, unsolved, and its bank judged."""

import shutil
from pathlib import Path

import pytest

from grader import demo
from grader.bank import kill_matrix
from grader.course import Course
from grader.errors import GraderError
from grader.judging.check import check
from grader.judging.examine import assignment_of
from grader.notebooks import read_notebook
from grader.release import release, solution

pytestmark = pytest.mark.kernel

NAME, POINTS = "warmup", 10
LEAST = {"right": 8, "wrong": 15}  # answers of each kind in the bank

# What slips of an author's do to a release: what is replaced in which file, and what the message says.
MASTER = f"source/{NAME}/{NAME}.ipynb"
SLIPS = [
    (MASTER, "<< deadline >>", "<< room >>", "cell title: 'room' is undefined"),
    ("nbgrader_config.py", f'"deadline": {{"{NAME}": ', '"deadline": {"another": ', "'deadline' is undefined"),
    (MASTER, "### END SOLUTION", "# the end", "no end solution statement found"),
    (MASTER, '"solution": true', '"solution": false', "Solution region detected in a non-solution cell"),
    (MASTER, '"grade_id": "gradient"', '"grade_id": "logdensity"', "Duplicate grade id"),
    (MASTER, '"points": 5,', "", "does not have points"),
    (MASTER, '"grade_id": "gradient"', '"grade_id": "my task"', "does not match"),
    (MASTER, '"grade_id": "gradient"', '"grade_id": "slope"', "the grade cell 'slope' has no hidden tests"),
    (
        f"tests/{NAME}/reference.py",
        "import numpy as np",
        "import nothing_such",
        "itself failed: ModuleNotFoundError: No module named",
    ),
    (f"tests/{NAME}/test_gradient.py", "points(2)", "points(1)", "its tests are worth 4 points, its cell 5"),
]


def files(course: Course) -> dict[str, bytes]:
    """What students are given, by name: the folder and its zip."""
    folder = course.root / "release"
    paths = [folder / f"{NAME}.zip", *(path for path in (folder / NAME).rglob("*") if path.is_file())]
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in paths if ".ipynb_checkpoints" not in path.parts
    }


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with nothing but this assignment, its release made anew."""
    made = demo.lay_out(Course(Path(__file__).parents[2]), tmp_path_factory.mktemp("course") / NAME, NAME)
    release.generate(made, NAME)
    release.bundle(made, NAME)
    return made


def test_when_the_master_is_released_then_the_committed_release_is_the_same_byte_for_byte(course, scratch):
    assert files(course) == files(scratch)


def test_when_the_master_is_released_then_the_committed_solution_is_the_same_but_for_its_outputs(course, scratch):
    committed, fresh = (read_notebook(c.notebook(NAME, "solutions")) for c in (course, scratch))
    assert solution.sources(committed) == solution.sources(fresh)
    assert solution.has_outputs(course, NAME)


def test_when_the_release_is_read_then_it_quotes_its_own_deadline(course):
    text = "\n".join(source for _, source in solution.sources(read_notebook(course.notebook(NAME, "release"))))
    assert course.config.FillFacts.facts["deadline"][NAME] in text
    assert not any(fact in text for name, fact in course.config.FillFacts.facts["deadline"].items() if name != NAME)


@pytest.mark.parametrize(("room", "earned"), [("solutions", POINTS), ("release", 0)])
def test_when_solved_then_it_earns_all_points_and_unsolved_none(course, room, earned):
    path = course.notebook(NAME, room)
    assert assignment_of(course, path) == NAME
    result, _ = check(course, NAME, path)
    assert (result.score, result.max, result.reason) == (earned, POINTS, "")


def test_when_the_bank_is_judged_then_every_answer_and_every_hidden_test_does_what_it_is_for(course):
    verdicts = kill_matrix.judge_bank(course, NAME, jobs=1)
    assert kill_matrix.findings(verdicts) == []
    for kind, least in LEAST.items():
        assert sum(verdict.answer.path.parent.name == kind for verdict in verdicts) >= least


@pytest.mark.parametrize(("file", "old", "new", "message"), SLIPS, ids=[slip[-1] for slip in SLIPS])
def test_when_the_author_slips_then_the_release_is_refused_and_says_why(course, tmp_path, file, old, new, message):
    broken = demo.lay_out(course, tmp_path / NAME, NAME)
    text = (broken.root / file).read_text(encoding="utf-8")
    assert old in text
    (broken.root / file).write_text(text.replace(old, new), encoding="utf-8")
    shutil.rmtree(broken.root / "solutions")
    with pytest.raises(GraderError) as refused:
        release.release(broken, NAME)
    assert message in str(refused.value)
    assert not (broken.root / "release").exists()
