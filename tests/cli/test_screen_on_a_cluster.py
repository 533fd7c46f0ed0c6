"""`exeat screen --cluster`: a Dask cluster of processes on this machine stands for many machines."""

import json
from copy import copy
from itertools import count, islice
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from distributed import Client

from exeat.adapters.cluster import spread
from exeat.adapters.hands import ClusterFailed
from exeat.cli import main

LISTED = [
    {"id": str(number), "list": "test", "type": "organisation", "names": [f"{name} Works"]}
    for number, name in enumerate(("Quince", "Heron", "Orrery", "Egret"))
]


def screen(*args: str | Path) -> Result:
    return CliRunner().invoke(main, ["screen", *(str(arg) for arg in args)])


def test_a_cluster_gives_the_same_file_as_one_process(cluster: str, tmp_path: Path) -> None:
    watchlist, names = tmp_path / "list.jsonl", tmp_path / "q.csv"
    watchlist.write_text("".join(json.dumps(one) + "\n" for one in LISTED))
    names.write_text("name,type\n" + "Quince Wrks,\nHeron Work,\nx,ship\nOrrery,\nEgert Works,\n" * 400)
    outputs = [tmp_path / "one.jsonl", tmp_path / "many.jsonl"]
    for output, where in zip(outputs, ([], ["--cluster", cluster]), strict=True):
        result = screen("--input", names, "--output", output, "--watchlist", watchlist, *where)
        assert (result.exit_code, "lines not screened: 400" in result.stderr) == (1, True), result.output
    assert outputs[0].read_bytes() == outputs[1].read_bytes()
    assert len(outputs[0].read_text().splitlines()) == 1600
    with Client(cluster, set_as_default=False) as client:
        homes = [Path(worker["local_directory"]) for worker in client.scheduler_info()["workers"].values()]
    assert homes
    assert not [found for home in homes for found in home.glob("exeat-*")]  # what was shipped is removed afterwards


def test_answers_come_in_order_and_few_arguments_are_taken_ahead(cluster: str) -> None:
    arguments = count(1)
    with spread(cluster=cluster) as workers:
        answers = workers.map(bin, islice(arguments, 100))
        assert (next(answers), next(answers)) == ("0b1", "0b10")
        assert next(copy(arguments)) <= 20
        assert list(answers) == [bin(number) for number in range(3, 101)]


def test_a_cluster_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exeat.adapters.dask_workers._PATIENCE", 0.2)
    unheard = spread(cluster="tcp://127.0.0.1:9")
    with pytest.raises(ClusterFailed, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"), unheard:
        pass
