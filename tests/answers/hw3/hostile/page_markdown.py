# task = "score"
# family = "pages"
# why = "Writes script, handlers, frames, forms and formulas into the notebook's text, its raw cells and its metadata."
# then = "On the feedback page it is text."
# cells = [
#     { cell_type = "markdown", source = "<script>document.title='10 of 10'</script> <img src=x onerror=alert(1)>" },
#     { cell_type = "markdown", source = "[10](javascript:alert(1)) ![x](data:text/html,<script>alert(1)</script>)" },
#     { cell_type = "markdown", source = "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>10</a></svg>" },
#     { cell_type = "markdown", source = "<iframe src='//example.org'></iframe><form action='//example.org'><input></form>" },
#     { cell_type = "markdown", source = "<base href='//example.org/'><meta http-equiv='refresh' content='0;url=//example.org'>" },
#     { cell_type = "markdown", source = "<style>* { display: none }</style><link rel='stylesheet' href='//example.org'>" },
#     { cell_type = "markdown", source = "$\\href{javascript:alert(1)}{10 of 10}$ $$</script><script>alert(1)</script>$$" },
#     { cell_type = "markdown", source = "![a](attachment:a.svg)", attachments = { "a.svg" = { "image/svg+xml" = "PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIj48L3N2Zz4=" } } },
#     { cell_type = "markdown", source = "![a](attachment:b)", attachments = { b = { "x' onerror='alert(1)" = "x' onerror='alert(1)" } } },
#     { cell_type = "raw", source = "<script>alert(1)</script>", metadata = { raw_mimetype = "text/html" } },
#     { cell_type = "raw", source = "<script>alert(1)</script>", metadata = { format = "text/html" } },
#     { cell_type = "code", source = "'</pre><script>alert(1)</script>'", metadata = { tags = ["x' onclick='alert(1)", "<script>"] } },
#     { cell_type = "markdown", source = "x", id = "x-onclick-alert", metadata = { name = "'><script>alert(1)</script>" } },
# ]


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
