"""Measures this grader beside others: speed, attacks, broken submissions, a large class; see docs/performance.md."""
