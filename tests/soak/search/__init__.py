"""A search for wrong answers that earn points: random programs, mutations of them, and plain measures of promises."""
