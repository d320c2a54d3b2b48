"""From whatever was handed in to one clean notebook and its files."""
