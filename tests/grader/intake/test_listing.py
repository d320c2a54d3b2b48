"""Of very many files the likeliest are read, what was left out is told once, and no file is read past its size."""

import io

import pytest

from grader.intake import listing
from grader.intake.listing import File, Listing, foremost, ignored, of_environment, rank, within


def named(*names: str, size: int = 1) -> list[File]:
    return [File(name, size, lambda: io.BytesIO(b"x")) for name in names]


def names(files: list[File]) -> list[str]:
    return [file.name for file in files]


def test_a_name_has_a_folder_and_a_base() -> None:
    [file] = named("hw3.zip/in/hw3.ipynb")
    assert (file.base, file.folder) == ("hw3.ipynb", "hw3.zip/in")
    [file] = named("hw3.ipynb")
    assert (file.base, file.folder) == ("hw3.ipynb", "")


@pytest.mark.parametrize(("size", "read"), [(0, b""), (3, b"abc"), (6, b"abcdef"), (100, b"abcdef")])
def test_no_more_is_read_of_a_file_than_its_size_says(size: int, read: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PIECE", 2)
    assert File("a", size, lambda: io.BytesIO(b"abcdef")).read() == read


def test_what_was_left_out_is_told_once() -> None:
    found = Listing()
    for what in ("one", "two", "one"):
        found.leave_out(what)
    assert found.cut == "one; two"


@pytest.mark.parametrize(
    ("name", "left"),
    [
        *(
            (name, True)
            for name in (".ipynb_checkpoints", "__MACOSX", "._hw3.ipynb", "~$report.docx", ".~lock", ".git")
        ),
        *((name, False) for name in ("hw3.ipynb", ".hidden.ipynb", "git", "_a", "~a")),
    ],
)
def test_what_systems_and_programs_leave_behind_is_ignored(name: str, left: bool) -> None:
    assert ignored(name) is left


@pytest.mark.parametrize(
    ("name", "beside", "installed"),
    [
        ("site-packages", [], True),
        ("conda-meta", [], True),
        ("lib", ["pyvenv.cfg", "lib"], True),
        ("Scripts", ["conda-meta"], True),
        ("lib", ["hw3.ipynb"], False),
        ("data", ["pyvenv.cfg"], False),
    ],
)
def test_installed_packages_are_no_work_of_a_student(name: str, beside: list[str], installed: bool) -> None:
    assert of_environment(name, beside) is installed


def test_notebooks_zips_and_times_come_before_all_else() -> None:
    likely = ["hw3.ipynb", "HW3.IPYNB.txt", "all.zip", "timestamp.txt", "TimeStamp.TXT"]
    assert not any(map(rank, likely))
    assert all(map(rank, ["a.png", "zip", "ipynb", "a.zip.part"]))


def test_few_files_are_all_read_in_their_order() -> None:
    found = Listing()
    files = named("b.png", "a.ipynb")
    assert foremost(files, 2, found) == files
    assert found.cut == ""


def test_of_many_files_the_likeliest_and_then_the_rarest_kinds_are_kept_in_their_order() -> None:
    found = Listing()
    files = named("0.png", "1.png", "2.png", "data.csv", "more.csv", "hw3.ipynb", "helpers.py")
    assert names(foremost(files, 3, found)) == ["data.csv", "hw3.ipynb", "helpers.py"]
    assert found.cut == "files beyond the first 3 were not read"


def test_all_files_together_have_so_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MAX_ALL_BYTES", 10)
    monkeypatch.setattr(listing, "MAX_BYTES", 8)
    found = Listing(named("before.csv", size=3))
    files = [*named("a.png", size=4), *named("huge.ipynb", size=9), *named("b.ipynb", size=6), *named("c.png", size=1)]
    assert names(within(files, found)) == ["huge.ipynb", "b.ipynb", "c.png"]  # too large a file is told when it is read
    assert found.cut == "files beyond 0 MB in total were not read"
    assert within(named("d.png", size=1), Listing()) != []
