"""All that knows nbgrader."""
