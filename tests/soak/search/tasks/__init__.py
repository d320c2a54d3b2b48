"""For each task: where answers are called, random programs, and changes to what an answer returns."""
