"""Limits on what the grader itself may spend on a submission: separate processes with bounded memory and time."""
