"""The table and the page of what was collected: neither formula nor markup, and all rows."""

from pathlib import Path

from grader.course import Course
from grader.handin import ledger
from tests.support import collected
from tests.support.in_this_process import in_this_process
from tests.support.mails import disposition, mail, with_file


def test_what_students_write_is_neither_formula_nor_markup(little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, "id,email\nada,ada@example.org\n")
    raw = mail("ada", with_file("ada", *disposition('filename="<img src=x>.ipynb"')), subject="=1+1 [ADL HW3] <script>")
    (tmp_path / "one.eml").write_bytes(raw)
    with in_this_process():
        result = collected.collecting(course, tmp_path / "one.eml")
    table = ledger.lines(result.decided.rows, result.placings, course.time_zone)
    assert "'=1+1 [ADL HW3]" in ledger.as_csv(table)
    page = ledger.write(
        course, "double", table, [], {"counts": {}, "problems": [], "notes": [], "rule": "", "due": None}
    )
    text = page.read_text()
    assert "<script" not in text
    assert "<img" not in text
