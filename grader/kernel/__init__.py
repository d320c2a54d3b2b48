"""One student's kernel: starting, querying, interrupting and ending it, and the outputs of its cells."""
