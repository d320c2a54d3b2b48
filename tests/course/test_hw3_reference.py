"""The oracle of homework 3 agrees with second, slower ways of computing the same."""

import ast
import importlib.util
import inspect
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy import stats

PATH = Path(__file__).parents[1] / "hw3" / "reference.py"


def module(path):
    spec = importlib.util.spec_from_file_location(f"under_test_{path.stem}", path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.fixture(scope="module")
def reference():
    return module(PATH)


@pytest.fixture(scope="module")
def local():
    return module(PATH.parents[1] / "soak" / "local.py")


def test_score_is_the_numerical_gradient_of_the_log_density(reference):
    x = np.random.default_rng(0).normal(size=(20, 2))
    density = stats.multivariate_normal(np.zeros(2), reference.COVARIANCE)
    steps = 1e-5 * np.eye(2)
    slopes = np.stack([(density.logpdf(x + h) - density.logpdf(x - h)) / 2e-5 for h in steps], axis=-1)
    assert np.allclose(reference.score(x), slopes, atol=1e-6)


def test_score_that_is_sent_to_the_sampler_is_that_of_its_gaussian(reference):
    x = np.random.default_rng(0).normal(size=(20, 2))
    assert np.allclose(reference.tilted_score(x), -np.linalg.solve(reference.TILTED, x.T).T)
    assert np.allclose(reference.tilted_score(x[0]), reference.tilted_score(x)[0])
    assert np.allclose(reference.tilted_score(torch.tensor(x)).numpy(), reference.tilted_score(x))


CHANGES = ["{}", "-{}", "{}[:, ::-1]", "-{}[:, ::-1]", "{0} + {0}[:, ::-1]", "{0} - {0}[:, ::-1]", "{0} * [1, -1]"]
SENT = [name for name in ast.parse(PATH.read_text("utf-8")).body if getattr(name, "name", "").endswith("_score")]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("sent", [function.name for function in SENT])
def test_no_score_that_is_sent_earns_a_point_of_task_1(sent, change, reference, local):
    """What crosses the wire is the student's: as it is, turned, swapped or mirrored."""
    judged = local.load(PATH.with_name("test_score.py"))
    source = f"class AntiCorrelatedGaussian:\n    def score(self, x):\n        return {change.format('score_fn(x)')}"
    submission = local.LocalSubmission(f"{inspect.getsource(getattr(reference, sent))}\nscore_fn = {sent}\n{source}")
    for test in ("test_values", "test_direction", "test_any_batch"):
        given = {"submission": submission, "rng": np.random.default_rng(1), "reference": reference}
        with pytest.raises(AssertionError):
            getattr(judged, test)(**given)


def test_law_of_the_last_sample_is_the_one_of_the_document(reference):
    """And that of 200,000 walks, to five standard errors."""
    last = reference.covariances(20)[-1]
    assert np.round([last[0, 0], last[0, 1], last[1, 1]], 4).tolist() == [0.6583, 0.4178, 0.8672]
    rng, t = np.random.default_rng(4), np.linspace(1, 0, 20)
    x = 2 * rng.normal(size=(200_000, 2))
    for tau in t[1:]:
        x = x + tau / 2 * reference.tilted_score(x) + np.sqrt(tau) * rng.normal(size=x.shape)
    assert np.allclose(x.T @ x / len(x), last, atol=5 * np.sqrt(2 / len(x)))


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
