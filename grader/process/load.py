"""The load of this machine: whether a time limit may have been reached because of it."""

import os

MOST = 4.0  # load per processor, at which code that takes 7 s may exceed a cell's limit of 30 s
OVERLOADED = "a time limit was reached while the machine was overloaded"  # in a result's reason
CHECK_MACHINE = "Check the Python environment and the load of the machine."  # when the submission cannot be the cause


def overload() -> str:
    """Describe the overload of the machine over the last minute; empty if there was none."""
    processors, wanted = os.cpu_count() or 1, os.getloadavg()[0]
    limit = MOST * processors  # how far it is exceeded is partly the submission's to choose
    return f"load over {limit:.0f} on {processors} processors" if wanted > limit else ""
