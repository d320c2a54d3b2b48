"""Grades a class of notebooks; the judge never shares a process with the judged."""

import sys

# jsonschema would import it for web addresses, which nothing here checks: two seconds of every process's start.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
