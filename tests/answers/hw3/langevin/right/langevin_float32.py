# task = "langevin"
# why = "The whole walk in single precision."


def langevin_sampler(score_fn, n, K=20, return_trajectory: bool = False):
    t = np.linspace(1.0, 0.0, K, dtype=np.float32)
    points = [2 * np.random.normal(size=(n, 2)).astype(np.float32)]
    for tau in t[1:]:
        z = np.random.normal(size=(n, 2)).astype(np.float32)
        step = tau / 2 * score_fn(points[-1]) + np.sqrt(tau) * z
        points.append((points[-1] + step).astype(np.float32))
    return np.stack(points, axis=-1) if return_trajectory else points[-1]
