"""Makes a release from a master, and verifies it."""
