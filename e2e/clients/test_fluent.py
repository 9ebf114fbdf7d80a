"""Experiments and runs through the fluent API and the client."""

from __future__ import annotations

import time

import mlflow
import pytest
from conftest import Slipway, refusal
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException


def test_a_run_is_stored_as_it_was_logged(slipway: Slipway, experiment: str) -> None:
    with mlflow.start_run(run_name="first", tags={"team": "red"}, description="**bold**") as run:
        mlflow.log_param("lr", 0.1)
        mlflow.log_params({"depth": 3, "opt": "adam", "none": None})
        for step in range(5):
            mlflow.log_metric("loss", 1 / (step + 1), step=step)
        mlflow.log_metrics({"acc": 0.9, "f1": 0.8}, step=4)
        mlflow.set_tag("phase", "train")
        mlflow.set_tags({"n": 1, "ok": True})
    read = mlflow.get_run(run.info.run_id)
    assert read.info.status == "FINISHED"
    assert read.info.run_name == "first"
    assert read.info.end_time >= read.info.start_time > 0
    assert read.data.params == {"lr": "0.1", "depth": "3", "opt": "adam", "none": "None"}
    assert read.data.metrics == {"loss": 0.2, "acc": 0.9, "f1": 0.8}
    tags = {"team": "red", "phase": "train", "n": "1", "ok": "True", "mlflow.note.content": "**bold**", "mlflow.runName": "first"}
    assert tags.items() <= read.data.tags.items()
    stored = slipway.run(run.info.run_id)
    assert stored["experiment_id"] == experiment
    assert (stored["metrics"], stored["params"], stored["tags"]) == (read.data.metrics, read.data.params, read.data.tags)


def test_a_run_without_a_name_gets_one(slipway: Slipway, experiment: str) -> None:
    with mlflow.start_run() as run:
        assert len(run.info.run_name.split("-")) == 3
    assert slipway.run(run.info.run_id)["tags"]["mlflow.runName"] == run.info.run_name


def test_a_run_that_raises_has_failed(slipway: Slipway, experiment: str) -> None:
    with pytest.raises(ZeroDivisionError), mlflow.start_run() as run:
        mlflow.log_metric("before", 1)
        _ = 1 / 0
    stored = slipway.run(run.info.run_id)
    assert (stored["status"], stored["metrics"]) == ("FAILED", {"before": 1})


def test_nested_runs_know_their_parent(slipway: Slipway, experiment: str) -> None:
    with mlflow.start_run(run_name="parent") as parent:
        for index in range(3):
            with mlflow.start_run(run_name=f"child {index}", nested=True):
                mlflow.log_metric("score", index)
                with mlflow.start_run(run_name=f"grandchild {index}", nested=True):
                    pass
    children = MlflowClient().search_runs([experiment], f"tags.mlflow.parentRunId = '{parent.info.run_id}'", order_by=["metrics.score DESC"])
    assert [child.info.run_name for child in children] == ["child 2", "child 1", "child 0"]
    assert all(child.info.status == "FINISHED" for child in children)
    assert len(MlflowClient().search_runs([experiment])) == 7


def test_a_run_can_be_resumed(slipway: Slipway, experiment: str) -> None:
    with mlflow.start_run() as run:
        mlflow.log_metric("loss", 2, step=0)
    with mlflow.start_run(run_id=run.info.run_id):
        assert slipway.run(run.info.run_id)["status"] == "RUNNING"
        mlflow.log_metric("loss", 1, step=1)
    stored = slipway.run(run.info.run_id)
    assert (stored["status"], stored["metrics"]) == ("FINISHED", {"loss": 1})


def test_a_parameter_is_written_once(slipway: Slipway, experiment: str) -> None:
    with mlflow.start_run() as run:
        mlflow.log_param("lr", 0.1)
        mlflow.log_param("lr", 0.1)
        with pytest.raises(MlflowException) as caught:
            mlflow.log_param("lr", 0.2)
        assert refusal(caught)[0] == "INVALID_PARAMETER_VALUE"
        assert "Changing param values is not allowed" in refusal(caught)[1]
        with pytest.raises(MlflowException, match="lr"):
            mlflow.log_params({"other": 1, "lr": 0.3})
    assert slipway.run(run.info.run_id)["params"] == {"lr": "0.1"}


def test_long_values_are_cut_and_long_keys_refused(slipway: Slipway, experiment: str) -> None:
    with mlflow.start_run() as run:
        mlflow.log_param("long", "v" * 7000)
        mlflow.set_tag("long", "v" * 9000)
        with pytest.raises(MlflowException, match="250"):
            mlflow.log_param("k" * 300, 1)
        with pytest.raises(MlflowException, match="a#b"):
            mlflow.log_metric("a#b", 1)
    stored = slipway.run(run.info.run_id)
    assert (len(stored["params"]["long"]), len(stored["tags"]["long"])) == (6000, 8000)


def test_a_batch_of_a_thousand_and_more(slipway: Slipway, experiment: str) -> None:
    client = MlflowClient()
    run_id = client.create_run(experiment).info.run_id
    now = int(time.time() * 1000)
    metrics = [Metric(f"m{n % 10}", n, now, n) for n in range(800)]
    params = [Param(f"p{n}", str(n)) for n in range(100)]
    client.log_batch(run_id, metrics, params, [RunTag(f"t{n}", str(n)) for n in range(100)])
    client.log_batch(run_id, [Metric("many", n, now, n) for n in range(1000)])
    stored = slipway.run(run_id)
    assert stored["metrics"] == {**{f"m{n}": 790 + n for n in range(10)}, "many": 999}
    assert (len(stored["params"]), len(stored["tags"])) == (100, 101)
    assert len(client.get_metric_history(run_id, "many")) == 1000
    with mlflow.start_run(run_id=run_id):
        mlflow.log_params({f"split{n}": n for n in range(250)})
        mlflow.log_metrics({f"split{n}": n for n in range(1500)})
    stored = slipway.run(run_id)
    assert (len(stored["params"]), len(stored["metrics"])) == (350, 1511)


def test_tags_are_changed_and_deleted(slipway: Slipway, experiment: str) -> None:
    client = MlflowClient()
    run_id = client.create_run(experiment, run_name="old", tags={"a": "1"}).info.run_id
    client.set_tag(run_id, "a", "2")
    client.set_tag(run_id, "mlflow.runName", "new")
    client.delete_tag(run_id, "a")
    stored = slipway.run(run_id)
    assert (stored["run_name"], "a" in stored["tags"]) == ("new", False)
    with pytest.raises(MlflowException) as caught:
        client.delete_tag(run_id, "a")
    assert refusal(caught)[0] == "RESOURCE_DOES_NOT_EXIST"
    client.update_run(run_id, status="KILLED", name="newest")
    client.set_terminated(run_id, "FAILED", 17)
    stored = slipway.run(run_id)
    assert (stored["status"], stored["run_name"], stored["end_time"]) == ("FAILED", "newest", 17)


def test_a_deleted_run_is_read_but_not_written(slipway: Slipway, experiment: str) -> None:
    client = MlflowClient()
    run_id = client.create_run(experiment).info.run_id
    client.delete_run(run_id)
    assert client.get_run(run_id).info.lifecycle_stage == "deleted"
    assert client.search_runs([experiment]) == []
    assert len(client.search_runs([experiment], run_view_type=ViewType.DELETED_ONLY)) == 1
    for write in (lambda: client.log_metric(run_id, "m", 1), lambda: client.set_tag(run_id, "a", "b"), lambda: client.log_param(run_id, "p", 1)):
        with pytest.raises(MlflowException, match="deleted"):
            write()
    client.restore_run(run_id)
    client.log_metric(run_id, "m", 1)
    assert slipway.run(run_id)["metrics"] == {"m": 1}


def test_experiments_are_made_found_renamed_and_tagged(slipway: Slipway, name: str) -> None:
    made = mlflow.create_experiment(name, tags={"team": "red"})
    assert mlflow.set_experiment(name).experiment_id == made
    client = MlflowClient()
    with pytest.raises(MlflowException) as caught:
        client.create_experiment(name)
    assert refusal(caught)[0] == "RESOURCE_ALREADY_EXISTS"
    client.rename_experiment(made, f"{name} renamed")
    client.set_experiment_tag(made, "team", "blue")
    client.set_experiment_tag(made, "mlflow.note.content", "notes")
    assert client.get_experiment_by_name(name) is None
    found = mlflow.search_experiments(filter_string=f"name LIKE '{name}%' AND tags.team = 'blue'")
    assert [experiment.experiment_id for experiment in found] == [made]
    stored = slipway.get("experiments/get", experiment_id=made)["experiment"]
    assert stored["name"] == f"{name} renamed"
    assert {"key": "team", "value": "blue"} in stored["tags"]


def test_a_deleted_experiment_says_so_and_comes_back_with_its_runs(slipway: Slipway, name: str, experiment: str) -> None:
    client = MlflowClient()
    run_id = client.create_run(experiment).info.run_id
    client.delete_experiment(experiment)
    with pytest.raises(MlflowException, match="deleted experiment"):
        mlflow.set_experiment(name)
    with pytest.raises(MlflowException, match="active"):
        client.create_run(experiment)
    with pytest.raises(MlflowException) as caught:
        client.create_experiment(name)
    assert refusal(caught)[0] == "RESOURCE_ALREADY_EXISTS"
    assert slipway.run(run_id)["lifecycle_stage"] == "deleted"
    deleted = mlflow.search_experiments(view_type=ViewType.DELETED_ONLY, filter_string=f"name = '{name}'")
    assert len(deleted) == 1
    client.restore_experiment(experiment)
    assert mlflow.set_experiment(name).experiment_id == experiment
    assert slipway.run(run_id)["lifecycle_stage"] == "active"


def test_what_does_not_exist_is_said_not_to_exist() -> None:
    client = MlflowClient()
    for ask in (lambda: client.get_run("0" * 32), lambda: client.get_experiment("987654321"), lambda: client.log_metric("0" * 32, "m", 1)):
        with pytest.raises(MlflowException) as caught:
            ask()
        assert refusal(caught)[0] == "RESOURCE_DOES_NOT_EXIST"
    assert client.get_experiment_by_name("no such experiment") is None


def test_the_default_experiment_is_there(slipway: Slipway) -> None:
    run = MlflowClient().create_run("0")
    assert slipway.run(run.info.run_id)["experiment_id"] == run.info.experiment_id
    assert MlflowClient().get_experiment(run.info.experiment_id).name == "Default"
