"""From master to release, and what proves it."""
