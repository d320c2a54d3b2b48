# task = "score"
# family = "pages"
# why = "Hands in as many large pictures as there may be in outputs and in text, and shows more of them in each cell."
# then = "A page holds so many megabytes of all kinds together, and says so."
# plant = [{ kind = "pictures", name = "hw3.ipynb", outputs = "40", attachments = "20" }]
# cells = [{ cell_type = "code", source = "shown({number})", times = 20 }]


from IPython.display import Image, display
import io


def shown(seed):
    file = io.BytesIO()
    plt.imsave(file, np.random.default_rng(seed).random((900, 900, 3)), format="png")
    display(Image(file.getvalue()))


class AntiCorrelatedGaussian:
    def score(self, x):
        return np.zeros_like(x)
