"""Grades a class of notebooks; the judge never shares a process with the judged."""
