def steep(x):
    x = x - 0.5
    return 1e6 * (x[..., [1, 0]] - 0.5 * x) / (1.0 + (x * x).sum(-1)[..., None]) ** 0.5


def gaussian(x):
    return -(x + 0.7 * x[..., [1, 0]]) / 0.51


def heavy(x):
    return -5.0 * (x - 0.5) / (3.0 + ((x - 0.5) ** 2).sum(-1)[..., None])


def walk(score_fn, n, K=20):
    found = np.asarray(langevin_sampler(score_fn, n, K=K, return_trajectory=True), dtype=float)
    assert found.shape == (n, 2, K), "Which axis counts what?"
    return found


def noise_of(x, score_fn, K):
    t = np.linspace(1.0, 0.0, K)
    steps = [x[:, :, i] - x[:, :, i - 1] - t[i] / 2 * score_fn(x[:, :, i - 1]) for i in range(1, K - 1)]
    return np.stack(steps, axis=-1) / np.sqrt(t[1:-1])


for K in (20, 20, 7):
    x, t = walk(steep, 200, K), np.linspace(1.0, 0.0, K)
    for i in range(1, K):
        step, score = x[:, :, i] - x[:, :, i - 1], steep(x[:, :, i - 1])
        factor = (step * score).sum() / (score * score).sum()
        assert abs(2 * factor - t[i]) < 1e-3, "What is the score multiplied by?"
squares = [np.square(noise_of(walk(lambda x: 0.0 * x, 160), lambda x: 0.0 * x, 20)).mean() for _ in range(60)]
assert abs(np.mean(squares) - 1) < 0.018, "Variance or standard deviation?"  # of 345,600 numbers
runs = [noise_of(walk(lambda x: 0.0 * x, 2000), lambda x: 0.0 * x, 20).reshape(2000, -1) for _ in range(2)]
assert abs(np.mean(np.concatenate(runs) ** 4) - 3) < 0.3, "Normal noise?"
assert abs(np.corrcoef(runs[0].T) - np.eye(36)).max() < 0.18, "Fresh for each step and axis?"
assert abs(np.corrcoef(runs[0].ravel(), runs[1].ravel())[0, 1]) < 0.03, "Fresh in each call?"
assert (np.corrcoef(runs[0][:100]) - np.eye(100)).max() < 0.98, "Fresh for each sample?"
x = walk(gaussian, 6000)
assert abs(x[:, :, 0].var() / 4 - 1) < 0.1, "Where do walks start?"
assert np.allclose(x[:, :, -1], x[:, :, -2], atol=1e-5), "The last step?"
assert abs(np.square(noise_of(x, gaussian, 20)).mean() - 1) < 0.025, "Any score?"
assert abs(np.square(noise_of(walk(heavy, 1500, 8), heavy, 8)).mean() - 1) < 0.08, "Any score?"
assert walk(heavy, 1, 2).shape == (1, 2, 2)
for K in (20, 3):
    law = 4.0 * np.eye(2)
    for tau in np.linspace(1.0, 0.0, K)[1:]:
        A = np.eye(2) - tau / 2 * np.linalg.inv(np.array([[1.0, -0.7], [-0.7, 1.0]]))
        law = A @ law @ A.T + tau * np.eye(2)
    ends = np.asarray(langevin_sampler(gaussian, 4000, K=K), dtype=float)
    assert ends.shape == (4000, 2), "Which entry is returned?"
    assert abs(np.cov(ends.T) / law[0, 0] - law / law[0, 0]).max() < 0.2, "Is the last point returned?"
