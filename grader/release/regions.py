"""The regions of a master's cells that students must not see."""

from nbformat import NotebookNode

from grader.notebooks import is_solution

REGIONS = ("SOLUTION", "HIDDEN TESTS", "MARK SCHEME")
MARKS = tuple(f"{edge} {region}" for region in REGIONS for edge in ("BEGIN", "END"))


def parts(cell: NotebookNode) -> tuple[list[str], list[str]]:
    """Return the lines of a cell that students must not see, and those that they may; without indentation."""
    if is_solution(cell) and "BEGIN SOLUTION" not in cell.source:  # nbgrader puts a stub in place of all of it
        return split(cell.source)[0] + split(cell.source)[1], []
    return split(cell.source)


def split(source: str) -> tuple[list[str], list[str]]:
    """Return the lines of a cell inside its secret regions, and those outside, without indentation."""
    inside: list[str] = []
    outside: list[str] = []
    within = False
    for line in source.split("\n"):
        if any(f"BEGIN {region}" in line for region in REGIONS):
            within = True
        elif any(f"END {region}" in line for region in REGIONS):
            within = False
        else:
            (inside if within else outside).append(line.strip())
    return inside, outside
