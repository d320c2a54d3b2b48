"""How the workers that grade a class are set up."""

import dask
from distributed import Client, LocalCluster

from grader import batch


def test_when_a_class_is_graded_then_no_worker_profiles_itself() -> None:
    cluster = {"n_workers": 1, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0"}
    with dask.config.set(batch.SETTINGS), LocalCluster(**cluster) as made, Client(made) as client:
        (enabled,) = client.run(dask.config.get, "distributed.worker.profile.enabled").values()
    assert enabled is False
