"""Grades a class of notebooks; hidden tests never share a process with students' code."""

import sys

# jsonschema builds the whole grammar of international web addresses when it is imported, which takes most of the time
# until a grader's process is ready. It goes without where the module cannot be imported, and no notebook needs it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
