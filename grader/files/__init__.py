"""Folders that somebody else filled, read without ever being led out of them."""
