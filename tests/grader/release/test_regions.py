"""Which lines of a master's cells students must not see."""

import pytest
from nbformat.v4 import new_code_cell

from grader.release.regions import parts, split


@pytest.mark.parametrize(
    ("source", "secret", "shown"),
    [
        ("a\n### BEGIN SOLUTION\n    b\n### END SOLUTION\nc", ["b"], ["a", "c"]),
        ("a\n    ### BEGIN HIDDEN TESTS\n    b\n    ### END HIDDEN TESTS", ["b"], ["a"]),
        ("=== BEGIN MARK SCHEME ===\nb\n=== END MARK SCHEME ===\nc", ["b"], ["c"]),
        ("### BEGIN SOLUTION\na\n### END SOLUTION\nb\n### BEGIN HIDDEN TESTS\nc", ["a", "c"], ["b"]),
        ("BEGIN NOTHING\na", [], ["BEGIN NOTHING", "a"]),
    ],
)
def test_lines_within_a_region_are_secret(source: str, secret: list[str], shown: list[str]) -> None:
    assert split(source) == (secret, shown)


def test_all_of_an_answer_without_regions_is_secret() -> None:
    answer = {"nbgrader": {"grade_id": "a", "solution": True, "grade": False, "locked": False, "schema_version": 3}}
    assert parts(new_code_cell("x = 1\ny = 2", metadata=answer)) == (["x = 1", "y = 2"], [])
    assert parts(new_code_cell("x = 1\n### BEGIN SOLUTION\ny\n### END SOLUTION", metadata=answer)) == (["y"], ["x = 1"])
    assert parts(new_code_cell("x = 1")) == ([], ["x = 1"])
