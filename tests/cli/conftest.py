"""A Dask cluster of processes on this machine stands for many machines."""

from collections.abc import Iterator

import pytest
from distributed import LocalCluster


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with LocalCluster(n_workers=2, threads_per_worker=2, processes=True, dashboard_address=None) as running:
        yield running.scheduler_address
