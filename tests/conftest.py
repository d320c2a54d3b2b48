"""What several test files share: the real course, and a little one that is made in no time."""

import gc
import shutil
import signal
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from hypothesis import settings

from grader.course import Course
from grader.kernel.student_kernel import StudentKernel
from grader.pipeline import preparation
from grader.process import limited
from tests.support import in_this_process
from tests.support.little_course import make_little

pytest_plugins = ["tests.support.sandboxed"]
ROOT = Path(__file__).parents[1]
LONG = (  # files that take minutes go first, so that no process is left with one at the end
    *("test_demo", "test_runs", "test_hostile", "test_payloads", "test_cluster", "test_hostile_class", "test_broken"),
    *("test_layers_as_user", "test_question_proof", "test_memory_of_reading", "test_question_order", "test_bank"),
    *("test_warmup", "test_simulation", "test_postgresql", "test_attempt_errors", "test_unreadable_files"),
    *("test_release_again", "test_marking", "test_stock", "test_attempt"),
)


MARKS = {  # of the fixtures that a test uses, and of the folder that it lies in
    "kernel": {
        "start",
        "inside",
        "tries",
        "proves",
        "tests/hw3",
        "tests/warmup",
        "tests/attacks",
        "tests/browser",
        "tests/broken",
        "verdicts",
    },
    "gradebook": {"laid", "laid_once"},
    "browser": {"browser", "window", "tests/browser"},
    "soak": {"tests/soak"},
}
WHAT = {
    "kernel": "starts a student's kernel",
    "gradebook": "opens a gradebook",
    "browser": "drives a real browser",
    "slow": "takes seconds without a kernel",
    "soak": "is the short form of a long proof",
}


def pytest_configure(config: pytest.Config) -> None:
    """Make the markers known; property tests try the same examples everywhere, however slow the machine."""
    settings.load_profile("ci")
    for name, what in WHAT.items():
        config.addinivalue_line("markers", f"{name}: {what}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Set markers, and put long files first."""
    for item in items:
        path = item.path.relative_to(ROOT)
        places = {*getattr(item, "fixturenames", ()), *map(str, (path, *path.parents))}
        for name, causes in MARKS.items():
            if causes & places:
                item.add_marker(name)
    order = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Search for garbage neither while tests are collected nor, later, in what was: an eighth of the time or more."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


@pytest.fixture(autouse=True)
def _kernels_are_marked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test that starts a kernel and does not say so: it would be in `make quick`."""
    if request.node.get_closest_marker("kernel") is None:

        def refuse(kernel: object) -> None:
            pytest.fail("this test starts a kernel: mark it with pytest.mark.kernel")

        monkeypatch.setattr(StudentKernel, "start", refuse)


@pytest.fixture(scope="session", autouse=True)
def _hears_of_ctrl_c() -> None:
    """What is started in the background of a script ignores Ctrl-C, and so would all that tests start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def course() -> Course:
    """The course of this repository."""
    return Course(ROOT)


@pytest.fixture
def little(tmp_path: Path) -> Course:
    """A course with the one assignment `double`: released, solved, nothing handed in."""
    return make_little(tmp_path / "course")


@pytest.fixture(scope="session")
def new_little() -> Callable[[Path], Course]:
    """Makes such courses."""
    return make_little


@pytest.fixture(scope="session")
def laid_once(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The little course with its gradebook: making one takes seconds."""
    course = make_little(tmp_path_factory.mktemp("laid") / "course")
    preparation.prepare(course, "double")
    return course


@pytest.fixture
def laid(laid_once: Course, tmp_path: Path) -> Course:
    """The little course, with a gradebook that knows its assignment."""
    return Course(Path(shutil.copytree(laid_once.root, tmp_path / "laid")))


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """What touches a submission runs in the process of the test, which may then change it."""
    monkeypatch.setattr(limited, "run", in_this_process.run)  # a test may replace it again, by the same fixture
