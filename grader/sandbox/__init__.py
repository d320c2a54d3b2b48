"""What confines a student's kernel: bubblewrap, control groups, a seccomp filter, and a bounded connection to it."""
