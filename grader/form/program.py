"""What is printed of a check, and with which exit status it ends."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.form.answers import Report
from grader.form.checking import check

WIDTH = 79
RESULTS = (
    "Nothing to look at.",
    "It would be read. Look at what is listed above before you hand it in.",
    "It would not be read.",
)
REMEDY = "Hand in the .ipynb file as JupyterLab saves it."


def lines(reports: list[Report], release: dict[str, Any]) -> Iterator[str]:
    """Yield the lines that tell of a check."""
    for report in reports:
        about = f", of {release['assignment']}" if release["notebooks"] and not report.unreadable else ""
        yield from _wrapped(f"{report.name}: {report.unreadable or report.facts + about}.", "")
        sections = (("There:", report.fine), ("The grader fixes by itself:", report.fixed), ("Look at:", report.look))
        for title, said in sections:
            if said:
                yield title
                for sentence in said:
                    yield from _wrapped(sentence, "  - ")
    if not release["notebooks"]:
        yield from _wrapped("Not compared with the homework as it was given out: it is not known here.", "")
    status = worst(reports)
    yield from _wrapped(f"Result: {RESULTS[status]}{' ' + REMEDY if status == 2 else ''}", "")


def worst(reports: list[Report]) -> int:
    """Return the exit status: 0 if all is well, 1 if there is something to look at, 2 if one would not be read."""
    return max((report.status for report in reports), default=2)


def _wrapped(text: str, before: str) -> list[str]:
    plain = "".join(sign if sign.isprintable() else "?" for sign in text)
    return textwrap.wrap(plain, WIDTH, initial_indent=before, subsequent_indent=" " * len(before)) or [""]


def main(arguments: list[str], release: dict[str, Any], here: Path) -> int:
    """Check the file that is named, or else what lies beside the program; return the exit status."""
    if len(arguments) > 1 or any(argument in ("-h", "--help") for argument in arguments):
        print("Usage: python check_my_file.py [NOTEBOOK, FOLDER OR ZIP]")
        print("Says whether the grader could read it. Nothing of it is run, changed or sent.")
        return 2 if len(arguments) > 1 else 0
    names = [notebook["name"] for notebook in release["notebooks"]]
    path = Path(arguments[0]) if arguments else here / names[0] if len(names) == 1 else here
    reports = check(path, release)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a terminal may lack signs of a name
    for line in lines(reports, release):
        print(line)
    return worst(reports)
