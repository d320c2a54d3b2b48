"""The answer bank: right and wrong answers, and the kernels in which they are judged."""
