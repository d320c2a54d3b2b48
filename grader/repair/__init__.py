"""Gives a submission back the cells and marks that grading needs."""
