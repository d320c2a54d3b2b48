"""How much the answers of a class are alike, task by task: a reason to read both, and no more than that."""
