"""Grades a staged notebook: the hidden tests, and the helpers that they may use."""
