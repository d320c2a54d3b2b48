"""One student's kernel: started, asked, interrupted, ended; what its cells put out."""
