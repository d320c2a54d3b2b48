"""Late work: what a course's rule, its extensions and its free days make of a time."""
