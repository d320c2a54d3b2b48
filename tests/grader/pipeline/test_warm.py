"""What is done before the fork: pages are the same with it and without."""

import threading

import nbformat
import pytest

from grader.course import Course
from grader.notebooks import read_notebook
from grader.pages import feedback_cells, render
from grader.pages.feedback_page import Sources, page_html
from grader.pipeline import shared_engine
from grader.pipeline.warm import warm
from grader.process import limited
from grader.process.call import Preparation

pytestmark = [pytest.mark.gradebook, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _cold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_engine, "_engines", {})
    feedback_cells._cached.cache_clear()
    render._environment.cache_clear()


def handed_in(course: Course, text: str) -> nbformat.NotebookNode:
    notebook = read_notebook(course.notebook("double", "release"))
    notebook.cells[1].source = text
    return notebook


def page(course: Course, text: str) -> str:
    released = read_notebook(course.notebook("double", "release"))
    return page_html(handed_in(course, text), Sources("double", released))


def test_pages_are_the_same_cold_and_warm(laid: Course) -> None:
    texts = ("def double(number):\n    return 2 * number  # <b>", "*not code*")
    cold = [page(laid, text) for text in texts]
    feedback_cells._cached.cache_clear()
    warm(str(laid.root), "double")
    hits = feedback_cells._cached.cache_info().hits
    assert [page(laid, text) for text in texts] == cold
    assert feedback_cells._cached.cache_info().hits > hits


def test_nothing_of_a_release_is_shown_once_it_has_changed(laid: Course) -> None:
    warm(str(laid.root), "double")
    path = laid.notebook("double", "release")
    released = read_notebook(path)
    released.cells[0].source = "# Another title"
    nbformat.write(released, path)
    changed = page(laid, "pass")
    assert "Another title" in changed
    assert "Double a number" not in changed


def test_no_thread_and_no_connection_is_left_for_a_fork(laid: Course) -> None:
    threads = threading.active_count()
    warm(str(laid.root), "double")
    assert threading.active_count() == threads
    (engine,) = shared_engine._engines.values()
    assert engine.pool.checkedin() == 0


def test_limited_processes_find_it_done(laid: Course) -> None:
    tell = "__import__('grader.pages.feedback_cells').pages.feedback_cells._cached.cache_info().currsize"
    tasks = "len(__import__('os').listdir('/proc/self/task'))"
    ready = Preparation(warm, (str(laid.root), "double"))
    done = limited.run("it was read", eval, f"({tell}, {tasks})", seconds=60.0, prepared=[ready])
    assert done[0] >= 2  # cells of the handout
    assert done[1] == 1  # thread
