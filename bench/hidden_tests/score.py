def expected_score(x):
    return -np.linalg.solve(np.array([[1.0, -0.7], [-0.7, 1.0]]), x.T).T


for spread in (1.0, 3.0, 1.0):
    x = spread * np.random.normal(size=(64, 2))
    assert np.allclose(AntiCorrelatedGaussian().score(x), expected_score(x), rtol=1e-4, atol=1e-5), "Of log p?"
for n in (1, 2, 1000):
    x = np.random.normal(size=(n, 2))
    found = np.asarray(AntiCorrelatedGaussian().score(x))
    assert found.shape == (n, 2), "Does it work for a batch of any size?"
    assert np.allclose(found, expected_score(x), rtol=1e-4, atol=1e-5), "Is each row by itself?"
    assert np.allclose(AntiCorrelatedGaussian().score(x[:1]), found[:1], rtol=1e-4, atol=1e-5), "One row alone?"
