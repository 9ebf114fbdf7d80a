"""Search through the client: filters, orders, pages."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import mlflow
import pytest
from conftest import refusal
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag
from mlflow.exceptions import MlflowException


def _fill(experiment: str, count: int) -> None:
    client = MlflowClient()

    def make(index: int) -> None:
        run_id = client.create_run(experiment, start_time=1_700_000_000_000 + index, run_name=f"run {index:04}", tags={"half": str(index % 2)}).info.run_id
        client.log_batch(run_id, [Metric("loss", index / count, 1, 0)], [Param("lr", str(index % 10))], [RunTag("big tag", "x y")])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(make, range(count)))


def test_more_runs_than_a_page_are_found_once_each(experiment: str) -> None:
    count = 1050
    _fill(experiment, count)
    names = [f"run {index:04}" for index in range(count)]
    found = mlflow.search_runs([experiment], output_format="list", order_by=["attributes.start_time ASC"])
    assert [run.info.run_name for run in found] == names
    assert {run.data.params["lr"] for run in found} == {str(n) for n in range(10)}
    client = MlflowClient()
    page = client.search_runs([experiment], max_results=400, order_by=["metrics.loss DESC"])
    seen = [run.info.run_name for run in page]
    while page.token:
        page = client.search_runs([experiment], max_results=400, order_by=["metrics.loss DESC"], page_token=page.token)
        seen += [run.info.run_name for run in page]
    assert seen == names[::-1]
    half = mlflow.search_runs([experiment], "tags.half = '1' AND metrics.loss < 0.5 AND params.lr != '3'", output_format="list")
    assert len(half) == sum(index % 2 == 1 and index < count / 2 and index % 10 != 3 for index in range(count))


@pytest.mark.parametrize(
    ("filter_string", "expected"),
    [
        ("", [0, 1, 2, 3]),
        ("metrics.loss >= 0.5", [2, 3]),
        ("metrics.loss = 0.25 or params.lr = '3'", [1, 3]),
        ("params.lr IN ('0', '2')", None),
        ("attributes.run_name LIKE 'run 000%' AND NOT tags.half = '0'", [1, 3]),
        ("run_name ILIKE 'RUN%' AND start_time > 1700000000001", [2, 3]),
        ("tags.`big tag` = 'x y' AND params.nothing IS NULL", [0, 1, 2, 3]),
        ("status = 'RUNNING'", [0, 1, 2, 3]),
        ("status != 'RUNNING'", []),
        ("metrics.loss > 'high'", None),
    ],
)
def test_filters(experiment: str, filter_string: str, expected: list[int] | None) -> None:
    _fill(experiment, 4)
    client = MlflowClient()
    if expected is None:
        with pytest.raises(MlflowException) as caught:
            client.search_runs([experiment], filter_string)
        assert refusal(caught)[0] == "INVALID_PARAMETER_VALUE"
        return
    found = client.search_runs([experiment], filter_string, order_by=["start_time"])
    assert [int(run.info.run_name[-4:]) for run in found] == expected


def test_a_table_of_runs(experiment: str) -> None:
    pandas = pytest.importorskip("pandas")
    _fill(experiment, 5)
    table = mlflow.search_runs([experiment], "metrics.loss > 0.1", order_by=["metrics.loss DESC"])
    assert isinstance(table, pandas.DataFrame)
    assert list(table["metrics.loss"]) == [0.8, 0.6, 0.4, 0.2]
    assert list(table["params.lr"]) == ["4", "3", "2", "1"]
    assert set(table["tags.half"]) == {"0", "1"}
    assert mlflow.last_active_run() is None or mlflow.search_runs(["987654321"]).empty
    assert list(mlflow.search_runs(experiment_names=["no such experiment"], output_format="list")) == []


def test_experiments_in_pages(name: str) -> None:
    for index in range(7):
        mlflow.create_experiment(f"{name} {index}")
    client = MlflowClient()
    page = client.search_experiments(filter_string=f"name LIKE '{name} %'", order_by=["name ASC"], max_results=3)
    seen = [experiment.name for experiment in page]
    while page.token:
        page = client.search_experiments(filter_string=f"name LIKE '{name} %'", order_by=["name ASC"], max_results=3, page_token=page.token)
        seen += [experiment.name for experiment in page]
    assert seen == [f"{name} {index}" for index in range(7)]
