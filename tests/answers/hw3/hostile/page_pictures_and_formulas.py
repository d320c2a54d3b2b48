# task = "score"
# family = "pages"
# why = "Shows SVG, LaTeX, Markdown, JavaScript, PDF and widgets that would run in the reader's browser."
# then = "Of all these only text and real PNG pictures are kept."


from IPython.display import HTML, SVG, Javascript, Latex, Markdown, Math, display

script = "document.title='10 of 10'"
display(SVG(f"<svg xmlns='http://www.w3.org/2000/svg' onload=\"{script}\"><script>{script}</script></svg>"))
display(Latex(r"$$\href{javascript:alert(1)}{10 of 10}$$"), Math(r"\unicode{<script>alert(1)</script>}"))
display(Markdown(f"[10 of 10](javascript:{script}) <img src=x onerror=alert(1)>"), Javascript(script))
display(HTML(f"<iframe srcdoc='<script>{script}</script>'></iframe><meta http-equiv=refresh content='0;url=//x'>"))
for kind in ("image/png", "image/jpeg", "image/svg+xml", "application/pdf", "text/html", "application/javascript"):
    display({kind: "x' onerror='alert(1)", "text/plain": "\\(\\href{javascript:alert(1)}{x}\\)"}, raw=True)
widget = {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "application/vnd.plotly.v1+json": {"data": []}}
display(widget, raw=True, metadata={"text/html": {"isolated": True}, "image/png": {"width": "1' onload='alert(1)"}})


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)

    def sample(self, n):
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
