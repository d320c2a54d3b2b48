# task = "score"
# family = "pages"
# why = "Has a name that is Markdown, LaTeX, a template and markup for the terminal."
# then = "The name is text on every page, and in the terminal."
# student = "$$\\href{javascript:alert(1)}{10}$$ **10** {{ 7 * 7 }} {% raw %25} [bold]10[bold] `10`"


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
