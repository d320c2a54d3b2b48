"""What docs/statistics.md says of likeness is what the bank of hw3 shows."""

from bench import similarity, tables


def test_the_lines_the_false_alarms_and_the_copies_found_are_those_of_the_document(course):
    written = tables.section(course.root / similarity.DOCUMENT, similarity.NAME)[1]
    assert similarity.measured(course) == written, "run python -m bench.similarity --write"
