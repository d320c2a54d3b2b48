"""Code that runs in sandboxes: the warm process, its forks, and what answers there; nothing else of the grader."""
