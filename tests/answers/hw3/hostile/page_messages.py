# task = "score"
# family = "pages"
# why = "Raises errors whose words are script, event handlers, Markdown, LaTeX and formulas, to be quoted on the pages."
# then = "They are quoted as text, on the student's page and in the report."


texts = [
    "<script>document.title='10 of 10'</script>",
    "\"><img src=x onerror=alert(1)><svg/onload=alert(1)>",
    "\n\n[10 of 10](javascript:alert(1))\n\n# 10 of 10\n\n</div></li></ul><h1>10 of 10 points</h1>",
    r"\(\href{javascript:alert(1)}{10 of 10}\) $$\unicode{<script>}$$",
    "=HYPERLINK(\"http://example.org\",\"10\") {{ 7 * 7 }} {% raw %} &lt;script&gt;",
]


class AntiCorrelatedGaussian:
    calls = 0

    def score(self, x):
        AntiCorrelatedGaussian.calls += 1
        text = texts[self.calls % len(texts)]
        raise type(text[:40].replace("\0", ""), (Exception,), {})(text)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
