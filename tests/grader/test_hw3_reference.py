"""The oracle of homework 3 agrees with second, slower ways of computing the same."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

PATH = Path(__file__).parents[1] / "hw3" / "reference.py"


@pytest.fixture(scope="module")
def reference():
    spec = importlib.util.spec_from_file_location("reference_under_test", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_score_is_the_numerical_gradient_of_the_log_density(reference):
    x = np.random.default_rng(0).normal(size=(20, 2))
    density = stats.multivariate_normal(np.zeros(2), reference.COVARIANCE)
    steps = 1e-5 * np.eye(2)
    slopes = np.stack([(density.logpdf(x + h) - density.logpdf(x - h)) / 2e-5 for h in steps], axis=-1)
    assert np.allclose(reference.score(x), slopes, atol=1e-6)
    assert np.allclose(reference.gaussian_score(x), slopes, atol=1e-6)


def test_law_of_the_last_sample_is_the_one_of_the_design(reference):
    last = reference.covariances(20)[-1]
    assert np.round([last[0, 0], last[0, 1]], 4).tolist() == [1.0747, -0.7295]


def test_noise_that_was_put_in_comes_out_again(reference):
    rng, K = np.random.default_rng(1), 6
    z, t = rng.normal(size=(5, 2, K - 2)), np.linspace(1, 0, K)
    x = [rng.normal(size=(5, 2))]
    for i in range(1, K):
        noise = z[:, :, i - 1] if i < K - 1 else 0.0
        x.append(x[-1] + t[i] / 2 * reference.heavy_score(x[-1]) + np.sqrt(t[i]) * noise)
    assert np.allclose(reference.solve_noise(np.stack(x, axis=-1), reference.heavy_score), z)


@pytest.mark.parametrize("turned", [False, True])
def test_layers_are_found_in_any_order_and_orientation(reference, turned):
    rng = np.random.default_rng(2)
    layers = [(rng.normal(size=(a, b)), rng.normal(size=b)) for a, b in ((2, 7), (7, 7), (7, 2))]
    parameters = [array for weight, bias in layers for array in (weight.T if turned else weight, bias)]
    x = rng.normal(size=(4, 2))
    expected = reference.network(layers, x)
    found = [reference.network(order, x) for order in reference.layer_orders(parameters[::-1])]
    assert any(np.allclose(output, expected) for output in found)
    assert not list(reference.layer_orders([np.ones((2, 7)), np.ones(7)]))
