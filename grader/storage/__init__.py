"""How the grader writes: scratch folders and their cleanup, locks, and atomic replacement of files and folders."""
