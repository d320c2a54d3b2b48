"""How the workers that grade a class are set up."""

import dask

from grader.batch import cluster


def test_when_a_class_is_graded_then_no_worker_profiles_itself() -> None:
    with cluster.local(1) as client:
        (enabled,) = client.run(dask.config.get, "distributed.worker.profile.enabled").values()
    assert enabled is False
