"""How busy this machine is: whether a time limit that has passed says anything of the code it was set for."""

import os

MOST = 4.0  # processes that want each processor; what takes 7 s of a cell's 30 s by itself may then miss them
OVERLOADED = "a time limit passed while the machine was overloaded"  # says a result that a person must look at
LOOK = "Look at the Python environment, and how busy the machine is."  # where only our own fault is left


def overload() -> str:
    """Words for how overloaded the machine has been over the last minute; empty where it has not."""
    processors, wanted = os.cpu_count() or 1, os.getloadavg()[0]
    limit = MOST * processors  # how far it is exceeded is partly the submission's to choose
    return f"load over {limit:.0f} on {processors} processors" if wanted > limit else ""
