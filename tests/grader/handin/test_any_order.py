import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.course import Course
from tests.support import collected
from tests.support.in_this_process import in_this_process
from tests.support.mail_cases import CASES, ROSTER
from tests.support.mails import mail, mbox, notebook, with_file

NAMES = ("plain", "twice", "resent", "versions", "toolate", "broken", "passed on")
SHEET = """Identifier,Full name,Email address,Last modified (submission)
Participant 7,plain plain,plain@example.org,"Wednesday, 17 April 2024, 11:50 PM"
"""


class Killed(BaseException):
    """What stands for a process that is killed: nothing that is written afterwards is."""


class Killer:
    """Ends everything that is written below a folder after so many steps."""

    def __init__(self) -> None:
        self.top, self.left, self.seen = "", -1, 0
        sys.addaudithook(self.hook)  # which stays, and does nothing between tests

    def hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.top or not self.writes(event, arguments):
            return
        self.seen += 1
        if self.seen > self.left >= 0:
            raise Killed

    def writes(self, event: str, arguments: tuple[object, ...]) -> bool:
        if event == "ctypes.dlopen":
            return True  # two folders are about to be exchanged
        if event not in ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod"):
            return False
        path = str(arguments[0])
        if event == "open" and not (isinstance(flags := arguments[2], int) and flags & 0o3):
            return False
        return path.startswith(self.top) and not path.endswith(".lock")


KILLER = Killer()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, new_little: Callable[[Path], Course]) -> Course:
    return collected.prepare(new_little(tmp_path_factory.mktemp("order") / "course"), ROSTER)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("sources")
    found = []
    for number, case in enumerate(case for case in CASES if case.name in NAMES):
        found.append(folder / f"{number}.eml")
        found[-1].write_bytes(case.raw)
    wanted = [case for case in CASES if case.name in ("twice", "cest")]
    (folder / "ta.mbox").write_bytes(mbox(wanted))
    (folder / "maildir" / "cur").mkdir(parents=True)
    (folder / "maildir" / "new").mkdir()
    (folder / "maildir" / "cur" / "1:2,S").write_bytes(mail("alias", with_file("alias")))
    with zipfile.ZipFile(folder / "moodle.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("plain plain_7_assignsubmission_file/double.ipynb"), notebook("from Moodle"))
    (folder / "sheet.csv").write_text(SHEET)
    return [*found, folder / "ta.mbox", folder / "maildir", folder / "moodle.zip"]


@pytest.fixture(scope="module", autouse=True)
def _here() -> Iterator[None]:
    with in_this_process():
        yield


@pytest.fixture(scope="module")
def expected(empty: Course, sources: list[Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    course = Course(Path(shutil.copytree(empty.root, tmp_path_factory.mktemp("expected") / "course")))
    collect(course, *sources)
    return collected.submitted(course)


def collect(course: Course, *sources: Path) -> None:
    for kind in (True, False):
        of_kind = [source for source in sources if (source.suffix == ".zip") is kind]
        sheets = [source.with_name("sheet.csv") for source in of_kind[:1]] if kind else []
        if of_kind:
            collected.collecting(course, *of_kind, worksheets=sheets)


@pytest.mark.slow
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_any_order_and_repetition_gives_the_same_folders(
    data: st.DataObject, empty: Course, sources: list[Path], expected: dict[str, bytes]
) -> None:
    order = data.draw(st.permutations(sources))
    again = data.draw(st.lists(st.sampled_from(sources), max_size=4))
    steps = [*order, *again]
    cuts = sorted(data.draw(st.sets(st.integers(1, len(steps) - 1), max_size=3)))
    root = empty.root.with_name("another")
    shutil.rmtree(root, ignore_errors=True)
    course = Course(Path(shutil.copytree(empty.root, root)))
    for start, end in zip([0, *cuts], [*cuts, len(steps)], strict=True):
        collect(course, *steps[start:end])
    assert collected.submitted(course) == expected


@pytest.mark.slow
def test_a_kill_between_any_two_writes_loses_nothing(
    empty: Course, sources: list[Path], expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [path for path in sources if path.name in ("ta.mbox", "moodle.zip")] + sources[:1]
    root = empty.root.with_name("killed")
    before, middle = root.with_name("before"), root.with_name("middle")
    shutil.copytree(empty.root, before)  # and then something, so that it is replaced
    collect(Course(before), *chosen[:1])
    states = [collected.submitted(Course(before))]
    shutil.copytree(before, middle)
    for sources_ in (chosen[1:2], chosen):
        collect(Course(middle), *sources_)
        states.append(collected.submitted(Course(middle)))
    wanted, steps = states[-1], 0
    while True:
        course = Course(Path(shutil.copytree(before, root)))
        monkeypatch.setattr(KILLER, "seen", 0)
        monkeypatch.setattr(KILLER, "left", steps)
        monkeypatch.setattr(KILLER, "top", str(root))
        try:
            collect(course, *chosen)
            done = True
        except Killed:
            done = False
        monkeypatch.setattr(KILLER, "top", "")
        all_or_nothing(collected.submitted(course), states)
        collect(course, *chosen)
        assert collected.submitted(course) == wanted, f"killed after {steps} steps"
        hidden = [str(path) for path in root.glob("*/**/.*") if path.name != ".secret" and path.parent.name != "locks"]
        assert not [path for path in hidden if "/submitted/" in path or "/handed-in/" in path]
        shutil.rmtree(root)
        if done:
            break
        steps += 1
    assert steps > 20


def all_or_nothing(found: dict[str, bytes], states: list[dict[str, bytes]]) -> None:
    """Each student's folder is as it was at some time between two steps, and never half of that."""
    for student in {path.split("/")[0] for path in found}:
        proper = f"{student}/double/"
        own = {path: content for path, content in found.items() if path.startswith(proper)}
        known = [{path: content for path, content in state.items() if path.startswith(proper)} for state in states]
        assert own in [*known, {}]
