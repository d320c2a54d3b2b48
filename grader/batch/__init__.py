"""A class at a time."""
