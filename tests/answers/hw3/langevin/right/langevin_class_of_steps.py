# task = "langevin"
# why = "Object style: a callable class that makes the steps."


class Stepper:
    def __init__(self, score_fn):
        self.score_fn = score_fn

    def __call__(self, x, tau):
        return x + 0.5 * tau * self.score_fn(x) + np.sqrt(tau) * np.random.normal(size=x.shape)


def langevin_sampler(score_fn, n, K=20, return_trajectory: bool = False):
    t_0, t_1 = 0.0, 1.0
    t = np.linspace(t_1, t_0, K)
    x = np.zeros((n, 2, K))
    x[:, :, 0] = 2 * np.random.normal(size=(n, 2))
    stepper = Stepper(score_fn)
    for i in tqdm(range(1, K), leave=False):
        x_t_minus_1 = x[:, :, i - 1]
        x[:, :, i] = stepper(x_t_minus_1, t[i])
    return x[:, :, -1] if not return_trajectory else x
