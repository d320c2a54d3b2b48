"""What is said of statements that failed, and whether the place where the class is graded may be why."""

import pytest

from grader.kernel.failures import MOST, Failure, failures

MAGIC = "get_ipython().run_line_magic('matplotlib', 'widget')"
HERE = "where the class is graded"


@pytest.mark.parametrize(
    ("kind", "text", "statement", "missing"),
    [
        (
            "ModuleNotFoundError",
            "No module named 'seaborn'",
            "import seaborn as sns",
            f"'seaborn' is not installed {HERE}",
        ),
        ("ModuleNotFoundError", "No module named 'google'", "import google.colab", f"'google' is not installed {HERE}"),
        ("ImportError", "cannot import name 'x'", "from numpy import x", f"'from numpy import x' does not work {HERE}"),
        ("RuntimeError", "not a recognised GUI", MAGIC, f"the magic '%matplotlib widget' does not work {HERE}"),
        ("AssertionError", "Torch not compiled with CUDA enabled", "net.cuda()", f"there is no GPU {HERE}"),
        ("RuntimeError", "Found no NVIDIA driver on your system.", "net.cuda()", f"there is no GPU {HERE}"),
        ("URLError", "<urlopen error>", "urlopen(address)", f"there is no network {HERE}"),
        (
            "AttributeError",
            "module 'numpy' has no attribute 'trapz'",
            "np.trapz([1])",
            f"a library may have another version {HERE} (module 'numpy' has no attribute 'trapz')",
        ),
        (
            "AttributeError",
            "`np.Inf` was removed in the NumPy 2.0 release. Use `np.inf` instead.",
            "np.Inf",
            f"a library may have another version {HERE} (`np.Inf` was removed in the NumPy 2.0 release. Use `np.inf` "
            "instead.)",
        ),
        ("AttributeError", "'NoneType' object has no attribute 'shape'", "found.shape", ""),
        ("ValueError", "module 'numpy' has no attribute 'trapz'", "raise ValueError(...)", ""),
        ("NameError", "name 'x' is not defined", "x", ""),
        ("ValueError", "No module named 'seaborn'", "raise ValueError(...)", ""),
        ("AssertionError", "", "assert False", ""),
    ],
)
def test_what_is_missing_where_the_class_is_graded_is_named(kind: str, text: str, statement: str, missing: str) -> None:
    assert Failure(4, kind, text, statement).missing == missing


def test_a_file_that_is_not_there_is_named() -> None:
    failure = Failure(4, "FileNotFoundError", "[Errno 2] No such file or directory: 'data.csv'", "open('data.csv')")
    assert "data.csv" in failure.missing


def test_a_note_shows_the_statement_as_it_was_written() -> None:
    assert Failure(4, "UsageError", "no such", MAGIC).note == (
        "Cell 4: `%matplotlib widget` failed (UsageError: no such); the cell's other statements were run all the same."
    )


@pytest.mark.parametrize(
    "forged",
    [None, 3, "text", {"a": 1}, [None], [["a", "b"]], [["a", "b", 3]], [{"a": 1}], [["a", "b", "c", "d"]]],
)
def test_what_has_another_form_is_no_failure(forged: object) -> None:
    assert list(failures(1, {"failures": forged})) == []


def test_failures_are_bounded_in_number_and_length() -> None:
    found = list(failures(1, {"failures": [["x" * 10**6, "y" * 10**6, "z\x1b[2J" * 10**6]] * 1000}))
    assert len(found) == MOST
    assert max(map(len, (found[0].kind, found[0].text, found[0].statement, found[0].note, found[0].missing))) < 1000
