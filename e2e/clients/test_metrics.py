"""Metrics: histories longer than a page, values that are no numbers, system metrics."""

from __future__ import annotations

import math
import time

import mlflow
import pytest
from conftest import Slipway
from mlflow import MlflowClient
from mlflow.entities import Metric


def test_a_history_longer_than_a_page_is_read_whole(slipway: Slipway, experiment: str) -> None:
    client = MlflowClient()
    run_id = client.create_run(experiment).info.run_id
    count = 26_500
    for first in range(0, count, 1000):
        client.log_batch(run_id, [Metric("loss", 1 / (step + 1), 1_700_000_000_000 + step, step) for step in range(first, min(first + 1000, count))])
    history = client.get_metric_history(run_id, "loss")
    assert [point.step for point in history] == list(range(count))
    assert history[-1].value == 1 / count
    assert slipway.run(run_id)["metrics"]["loss"] == 1 / count
    # Without a page size the protocol promises everything.
    assert len(slipway.get("metrics/get-history", run_id=run_id, metric_key="loss")["metrics"]) == count


def test_the_last_value_is_that_of_the_greatest_step(experiment: str) -> None:
    client = MlflowClient()
    run_id = client.create_run(experiment).info.run_id
    for step, timestamp, value in [(0, 5, 1.0), (1, 3, 2.0), (1, 3, 0.5), (0, 9, 7.0)]:
        client.log_metric(run_id, "m", value, timestamp, step)
    assert client.get_run(run_id).data.metrics == {"m": 2.0}
    assert [point.value for point in client.get_metric_history(run_id, "m")] == [0.5, 2.0, 1.0, 7.0]


def test_values_that_are_no_finite_numbers_come_back_as_they_were(slipway: Slipway, experiment: str) -> None:
    with mlflow.start_run() as run:
        mlflow.log_metric("nan", math.nan)
        mlflow.log_metric("up", math.inf)
        mlflow.log_metrics({"down": -math.inf, "tiny": 5e-324, "huge": 1.7976931348623157e308})
    metrics = mlflow.get_run(run.info.run_id).data.metrics
    assert math.isnan(metrics["nan"])
    assert {key: value for key, value in metrics.items() if key != "nan"} == {"up": math.inf, "down": -math.inf, "tiny": 5e-324, "huge": 1.7976931348623157e308}
    assert slipway.run(run.info.run_id)["metrics"]["nan"] == "NaN"
    assert MlflowClient().get_metric_history(run.info.run_id, "up")[0].value == math.inf


def test_a_point_logged_twice_is_one_point(experiment: str) -> None:
    client = MlflowClient()
    run_id = client.create_run(experiment).info.run_id
    for _ in range(3):
        client.log_metric(run_id, "m", 1.5, 1, 0)
        client.log_batch(run_id, [Metric("m", 1.5, 1, 0), Metric("m", 1.5, 1, 0)])
    assert len(client.get_metric_history(run_id, "m")) == 1


def test_system_metrics_arrive_while_the_run_goes_on(slipway: Slipway, experiment: str) -> None:
    pytest.importorskip("psutil")
    mlflow.set_system_metrics_sampling_interval(0.2)
    mlflow.set_system_metrics_samples_before_logging(1)
    with mlflow.start_run(log_system_metrics=True) as run:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            metrics = slipway.run(run.info.run_id)["metrics"]
            if "system/cpu_utilization_percentage" in metrics:
                break
            time.sleep(0.2)
    metrics = slipway.run(run.info.run_id)["metrics"]
    assert {"system/cpu_utilization_percentage", "system/system_memory_usage_megabytes", "system/disk_available_megabytes"} <= metrics.keys()
    assert metrics["system/system_memory_usage_megabytes"] > 0
