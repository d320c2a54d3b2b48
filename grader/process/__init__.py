"""Limits on what the grader itself may spend on a submission: processes of their own, with little memory and time."""
