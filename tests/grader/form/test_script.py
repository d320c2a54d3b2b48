"""The script is one file that holds the whole of the room, and knows of the release only what students have."""

import ast
import json
from collections import Counter
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner, Result

from grader import cli
from grader.form import script
from grader.form.checking import check
from grader.release import proof

ROOM = Path(script.__file__).parent


def form(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, [*map(str, arguments), "--form"])


def test_no_two_parts_define_one_name():
    names = Counter(
        name
        for part in script.PARTS
        for node in ast.parse((ROOM / f"{part}.py").read_text()).body
        for name in (
            [node.name]
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            else [target.id for target in node.targets if isinstance(target, ast.Name)]
            if isinstance(node, ast.Assign)
            else []
        )
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_all_parts_are_in_the_script_and_it_parses_as_python_3_8():
    text = script.script(script.NOTHING)
    ast.parse(text, feature_version=(3, 8))
    assert "from grader" not in text
    assert "import grader" not in text
    for part in script.PARTS:
        for node in ast.parse((ROOM / f"{part}.py").read_text()).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                assert f"{node.name}" in text


def test_what_the_script_knows_is_of_the_release_and_no_text_of_it(course):
    path = course.notebook("hw3", "release")
    known = script.describe("hw3", {"hw3.ipynb": path.read_bytes()})
    [notebook] = known["notebooks"]
    assert notebook["forms"] == ["Name:"]
    answers = {cell["id"]: cell["names"] for cell in notebook["cells"] if cell["names"]}
    assert answers["loss-answer"] == ["denoising_score_matching"]
    assert script._fits(known, script.FORM_OF_RELEASE)


def test_a_secret_line_in_the_script_is_still_a_leak_if_it_is_no_line_of_the_program(little):
    lines = script.program_lines()
    assert "summands = (number, number)" not in lines
    path = little.root / "release" / "double" / script.NAME
    path.write_text("# summands = (number, number)\n")
    secrets = proof._secrets(nbformat.read(little.notebook("double"), 4), little, "double")
    with pytest.raises(Exception, match=r"check_my_file\.py: it shows"):
        proof._no_leak(little, "double", secrets, {})


def test_outside_a_course_the_script_beside_the_file_says_what_was_given_out(little, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    notebook = tmp_path / "mine" / "double.ipynb"
    notebook.parent.mkdir()
    notebook.write_bytes(little.notebook("double", "release").read_bytes())
    alone = form("check", notebook)
    assert "Not compared with the homework as it was given out" in alone.stdout
    (notebook.parent / script.NAME).write_text(
        script.script(script.describe("double", {"double.ipynb": notebook.read_bytes()}))
    )
    beside = form("check", notebook)
    assert "The answer 'double-answer' is as it was given out" in " ".join(beside.stdout.split())
    assert (alone.exit_code, beside.exit_code) == (1, 1)


@pytest.mark.parametrize(
    "text",
    ["RELEASE = 3", "RELEASE = {'assignment': 'x', 'notebooks': [{}]}", "RELEASE = __import__('os')", "(" * 999, "\0"],
)
def test_a_script_beside_the_file_is_never_run_nor_believed_if_it_is_odd(tmp_path, text):
    (tmp_path / script.NAME).write_text(text)
    assert script.known_beside(tmp_path / "hw3.ipynb") == script.NOTHING


def test_in_a_course_the_assignment_is_told_by_what_fits(course):
    done = form("--course", course.root, "check", course.notebook("warmup", "release"), "--json")
    assert json.loads(done.stdout)["assignment"] == "warmup"
    assert done.exit_code == 1


def answered(little, **changes):
    notebook = nbformat.read(little.notebook("double", "solutions"), 4)
    cells = {cell.id: cell for cell in notebook.cells}
    cells["task-1-answer"].source = "def double(number):\n    return 2 * number"
    cells["task-1-check"].outputs = [nbformat.v4.new_output("stream", text="ok")]
    for name, source in changes.items():
        cells[name.replace("_", "-")].source = source
    return notebook


@pytest.mark.parametrize(
    ("changes", "told", "status"),
    [
        ({}, "", 0),
        ({"task_1_answer": "def twice(number):\n    return 2 * number"}, "does not define double (cell 2)", 1),
        ({"task_1_answer": ""}, "'double-answer' is empty (cell 2)", 1),
        ({"task_1_answer": "def double(number):\n    return 2 * (number"}, "(double-answer), line 2: ", 1),
        ({"task_1_answer": "!pip install x\n%time y = 1\nz = !ls\nf?\nawait g()\ndef double(n): pass"}, "", 0),
        ({"task_1_check": "assert True"}, "The check 'double' was edited. It is put back", 0),
        ({"task_2": "   "}, "'why' is empty or as it was given out", 1),
        ({"title": "%%bash\nls $(("}, "", 0),
    ],
)
def test_what_is_wrong_with_a_cell_is_said_with_its_place(little, tmp_path, changes, told, status):
    release = script.describe("double", {"double.ipynb": little.notebook("double", "release").read_bytes()})
    nbformat.write(answered(little, **changes), tmp_path / "double.ipynb")
    [report] = check(tmp_path / "double.ipynb", release)
    assert report.status == status, report
    assert any(told in line for line in (*report.look, *report.fixed, *report.fine))


def test_an_error_that_a_cell_ended_with_is_told(little, tmp_path):
    notebook = answered(little)
    notebook.cells[2].outputs = [nbformat.v4.new_output("error", ename="NameError", evalue="x", traceback=[])]
    nbformat.write(notebook, tmp_path / "double.ipynb")
    release = script.describe("double", {"double.ipynb": little.notebook("double", "release").read_bytes()})
    [report] = check(tmp_path / "double.ipynb", release)
    assert report.look == ["Cell 3 ended with NameError when it was last run."]


def test_several_notebooks_of_one_assignment_are_each_checked_by_their_name(little, tmp_path):
    data = little.notebook("double", "release").read_bytes()
    release = script.describe("double", {"a.ipynb": data, "b.ipynb": data})
    nbformat.write(answered(little), tmp_path / "a.ipynb")
    first, second = check(tmp_path, release)
    assert (first.status, second.status) == (0, 2)
    assert "there is no notebook b.ipynb; there is a.ipynb" in second.unreadable
