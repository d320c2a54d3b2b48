"""The oracle of homework 3, for measures that need it."""

from pathlib import Path

from local import load

REFERENCE = load(Path(__file__).parents[2] / "hw3" / "reference.py")
