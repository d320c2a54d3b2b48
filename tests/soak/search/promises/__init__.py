"""For each hidden test: how far an answer is from what the docstring of the test promises."""
