"""Restores the cells and metadata that grading needs in a submission."""
