"""What confines a student's kernel: bubblewrap, control groups, a filter of system calls, and a bounded line to it."""
