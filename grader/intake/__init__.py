"""Turns any submission into one clean notebook and its files."""
