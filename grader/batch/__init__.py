"""Grades a whole class."""
