"""A notebook's cells run, and whatever they do, the run ends and keeps a bounded amount of sound outputs."""

import time

import pytest

from tests.support.cells import FLOOD, Run, names, text

pytestmark = pytest.mark.kernel


def test_cells_run_in_order_and_an_error_does_not_stop_the_next(run: Run) -> None:
    cells, submission = run("x = 1\nprint('one')", "1 / 0", "", "x += 1\nx")
    assert text(cells[0]) == "one\n"
    assert names(cells[1]) == ["ZeroDivisionError"]
    assert cells[3].outputs[0].data == {"text/plain": "2"}
    assert submission.eval("x") == 2


def test_a_cell_that_never_ends_is_interrupted_and_the_next_one_runs(run: Run) -> None:
    started = time.monotonic()
    cells, submission = run("x = 1", "while True: pass", "x += 1")
    assert time.monotonic() - started < 30
    assert "CellTimeoutError" in names(cells[1]) + names(cells[1])
    assert submission.eval("x") == 2


def test_a_cell_that_ignores_signals_costs_the_kernel_and_not_the_rest(run: Run) -> None:
    deaf = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    cells, submission = run("x = 1", deaf, "x += 1")
    assert names(cells[1])[-1] == "KernelLost"
    assert submission.eval("x") == 2


def test_cells_after_the_submission_s_time_say_so(run: Run) -> None:
    started = time.monotonic()
    cells, _ = run("while True: pass", "while True: pass", "x = 1", seconds=2.5)
    assert time.monotonic() - started < 30
    assert names(cells[2]) == ["OutOfTime"]


def test_a_flood_of_outputs_is_kept_to_a_bound(run: Run) -> None:
    line = "x" * 1000
    printed = f"for _ in range(20_000): print({line!r})"
    shown = "from IPython.display import display\nfor _ in range(6_000): display(1)"
    cells, submission = run(printed, shown, "y = 3", timeout=20, output_kib=64)
    assert 0 < len(text(cells[0])) <= 64 * 1024
    assert 0 < len(cells[1].outputs) <= 4000
    assert submission.eval("y") == 3


def test_messages_without_end_do_not_hold_a_cell_up(run: Run) -> None:
    started = time.monotonic()
    _, submission = run("x = 1", FLOOD + "flood(reply=True)", "x += 1", timeout=4)
    assert time.monotonic() - started < 45
    assert submission.eval("x") in (1, 2)  # what is left of the messages may have taken up all of the next cell's time


def test_one_message_that_is_too_large_costs_the_kernel_and_not_the_rest(run: Run) -> None:
    large = "display({'text/plain': 'x' * 30_000_000}, raw=True)"
    cells, submission = run("x = 1", large, "x += 1", timeout=10)
    assert names(cells[1]) == ["KernelLost"]
    assert "more than 24 MB" in text(cells[1])
    assert submission.eval("x") == 2


def test_an_update_changes_no_cell_before(run: Run) -> None:
    cells, _ = run(
        "from IPython.display import display\nhandle = display(1, display_id='one')\nhandle.update(2)",
        "handle.update({'text/html': '<script>alert(1)</script>', 'text/plain': '10 of 10'}, raw=True)",
    )
    assert [output.data for output in cells[0].outputs] == [{"text/plain": "2"}]


def test_an_update_of_many_displays_is_kept_to_a_bound(run: Run) -> None:
    many = "from IPython.display import display\nfor _ in range(50): handle = display(1, display_id='one')\n"
    cells, _ = run(many + "handle.update('x' * 50_000)", output_kib=256)
    assert len(cells[0].outputs) == 50
    assert len(str(cells[0].outputs)) < 256 * 1024


def test_only_text_and_pictures_are_kept(run: Run) -> None:
    cells, _ = run(
        "from IPython.display import HTML, Javascript, SVG, Latex, Markdown, display\n"
        "display(HTML('<b>x</b>'), Javascript('alert(1)'), Latex('x'), Markdown('x'), SVG('<svg xmlns=\"x\"/>'))\n"
        "display({'image/png': 'x\\' onerror=\\'alert(1)', 'text/plain': 'x'}, raw=True)\n"
        "display({'text/plain': 'x'}, metadata={'isolated': True}, raw=True)",
    )
    assert cells[0].outputs
    for output in cells[0].outputs:
        assert set(output.data) <= {"text/plain"}
        assert output.metadata == {}


def test_a_figure_is_kept(run: Run) -> None:
    code = "import base64\nfrom IPython.display import Image, display\n"
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    cells, _ = run(f"{code}display(Image(data=base64.b64decode({pixel!r})))")
    assert "".join(cells[0].outputs[0].data["image/png"].split()) == pixel


def test_nobody_answers_an_input(run: Run) -> None:
    started = time.monotonic()
    cells, _ = run("input('The answers? ')")
    assert names(cells[0]) == ["StdinNotImplementedError"]
    assert time.monotonic() - started < 10


def test_widgets_and_unknown_messages_are_dropped(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    send = (
        "kernel = get_ipython().kernel\n"
        "for kind in ('comm_open', 'comm_msg', 'comm_close', '\\x1b[2J', 'x' * 40):\n"
        "    kernel.session.send(kernel.iopub_socket, kind, {'comm_id': '1', 'data': {}}, parent=kernel.get_parent())\n"
        "print('done')"
    )
    cells, _ = run(send)
    assert text(cells[0]) == "done\n"
    assert "\x1b" not in caplog.text


FORGED = [
    ("stream", {"name": 3, "text": 5}),
    ("stream", {"name": "stdout", "text": [["deep"]]}),
    ("error", {"ename": {"x": 1}, "evalue": None, "traceback": 7}),
    ("display_data", {"data": 3, "metadata": None}),
    ("display_data", {"data": {"text/plain": {"x": [1]}, "image/png": [1]}, "metadata": {}}),
    ("execute_result", {"data": {}, "metadata": {}, "execution_count": "many"}),
    ("update_display_data", {"data": {}, "transient": {"display_id": ["x"]}}),
    ("status", {}),
    ("clear_output", {"wait": "yes"}),
    ("execute_input", {"execution_count": {"x": 1}, "code": 3}),
]


def test_forged_outputs_of_wrong_types_end_in_a_sound_notebook(run: Run) -> None:
    forge = "kernel = get_ipython().kernel\nforge = lambda kind, content: "
    forge += "kernel.session.send(kernel.iopub_socket, kind, content, parent=kernel.get_parent())"
    sources = [f"forge({kind!r}, {content!r})" for kind, content in FORGED]
    cells, submission = run(forge, *sources, "done = 1", timeout=10)
    assert all(cell.execution_count is None or isinstance(cell.execution_count, int) for cell in cells)
    assert submission.eval("done") == 1
