"""Where the grader writes: scratch folders and their sweep, locks, files and folders replaced in one step."""
