"""How a client finds its server, proves who it is, and writes from several places at once."""

from __future__ import annotations

import multiprocessing
import time

import mlflow
import pytest
from mlflow.exceptions import MlflowException

from conftest import Slipway


def test_a_token_as_the_password_of_basic(slipway: Slipway, experiment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_TOKEN")
    monkeypatch.setenv("MLFLOW_TRACKING_USERNAME", "whoever")
    monkeypatch.setenv("MLFLOW_TRACKING_PASSWORD", slipway.token)
    with mlflow.start_run() as run:
        mlflow.log_metric("m", 1)
    assert slipway.run(run.info.run_id)["metrics"] == {"m": 1}


def test_a_wrong_token_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", "slw_of-nobody-at-all")
    started = time.monotonic()
    with pytest.raises(MlflowException, match="not known, has expired or was revoked"):
        mlflow.search_experiments()
    assert time.monotonic() - started < 10


def test_credentials_inside_the_address(slipway: Slipway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_TOKEN")
    client = mlflow.MlflowClient(slipway.url.replace("http://", f"http://whoever:{slipway.token}@"))
    assert client.get_experiment("0").name == "Default"


def _new_workspace(slipway: Slipway, name: str) -> str:
    slug = f"w-{name.split()[-1]}"
    # What is not built answers 404 to clients without workspaces; this one is built.
    made = slipway.ask("POST", "workspaces", {"name": slug, "description": name}, api="/api/3.0/mlflow/")
    assert made["workspace"] == {"name": slug, "description": name}
    return slug


def test_workspaces_are_apart(slipway: Slipway, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(mlflow, "set_workspace"):
        pytest.skip("this client does not know workspaces")
    here = mlflow.create_experiment(name)
    slug = _new_workspace(slipway, name)
    assert {slug, "default"} <= {workspace.name for workspace in mlflow.list_workspaces()}
    monkeypatch.setenv("MLFLOW_WORKSPACE", slug)
    assert mlflow.get_experiment_by_name(name) is None
    with pytest.raises(MlflowException) as caught:
        mlflow.get_experiment(here)
    assert caught.value.error_code == "RESOURCE_DOES_NOT_EXIST"
    there = mlflow.set_experiment(name).experiment_id
    with mlflow.start_run() as run:
        mlflow.log_metric("m", 1)
    assert [found.info.run_id for found in mlflow.search_runs([there], output_format="list")] == [run.info.run_id]
    monkeypatch.delenv("MLFLOW_WORKSPACE")
    with pytest.raises(MlflowException) as caught:
        mlflow.get_run(run.info.run_id)
    assert caught.value.error_code == "RESOURCE_DOES_NOT_EXIST"
    monkeypatch.setenv("MLFLOW_WORKSPACE", "no-such-workspace")
    started = time.monotonic()
    with pytest.raises(MlflowException, match="no-such-workspace"):
        mlflow.search_experiments()
    assert time.monotonic() - started < 10


def test_asynchronous_logging_arrives(slipway: Slipway, experiment: str) -> None:
    with mlflow.start_run() as run:
        for step in range(200):
            mlflow.log_metric("loss", 1 / (step + 1), step=step, synchronous=False)
        mlflow.flush_async_logging()
    history = mlflow.MlflowClient().get_metric_history(run.info.run_id, "loss")
    assert sorted(point.step for point in history) == list(range(200))


def test_asynchronous_logging_may_be_the_rule(slipway: Slipway, experiment: str) -> None:
    mlflow.config.enable_async_logging(True)
    try:
        with mlflow.start_run() as run:
            mlflow.log_param("lr", 0.1)
            mlflow.log_metrics({f"m{index}": index for index in range(50)}, step=1)
            mlflow.set_tag("team", "red")
            mlflow.flush_async_logging()
    finally:
        mlflow.config.enable_async_logging(False)
    stored = slipway.run(run.info.run_id)
    assert (stored["params"], len(stored["metrics"]), stored["tags"]["team"]) == ({"lr": "0.1"}, 50, "red")


def _write(run_id: str, worker: int) -> None:
    client = mlflow.MlflowClient()
    for step in range(40):
        client.log_metric(run_id, "shared", worker, step=step, timestamp=worker * 1000 + step)
        client.log_metric(run_id, f"worker/{worker}", step, step=step)


def test_several_processes_write_to_one_run(slipway: Slipway, experiment: str) -> None:
    run_id = mlflow.MlflowClient().create_run(experiment).info.run_id
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_write, args=(run_id, worker)) for worker in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
        assert process.exitcode == 0
    client = mlflow.MlflowClient()
    assert len(client.get_metric_history(run_id, "shared")) == 3 * 40
    assert {slipway.run(run_id)["metrics"][f"worker/{worker}"] for worker in range(3)} == {39}


def test_prompts_are_kept_by_version(name: str) -> None:
    prompt = f"prompt-{name.split()[-1]}"
    mlflow.genai.register_prompt(name=prompt, template="Say {{what}}.")
    mlflow.genai.register_prompt(name=prompt, template="Say {{what}} twice.")
    assert mlflow.genai.load_prompt(f"prompts:/{prompt}/1").template == "Say {{what}}."
    assert mlflow.genai.load_prompt(f"prompts:/{prompt}/2").format(what="it") == "Say it twice."
    # A prompt is not shown among the models.
    assert [model.name for model in mlflow.search_registered_models(filter_string=f"name = '{prompt}'")] == []


def test_workspaces_are_described_and_deleted(slipway: Slipway, name: str) -> None:
    if not hasattr(mlflow, "set_workspace"):
        pytest.skip("this client does not know workspaces")
    slug = _new_workspace(slipway, name)
    assert mlflow.update_workspace(slug, description="What was tried").description == "What was tried"
    assert mlflow.get_workspace(slug).description == "What was tried"
    with pytest.raises(MlflowException, match="Only RESTRICT is served"):
        mlflow.delete_workspace(slug, mode="CASCADE")
    mlflow.delete_workspace(slug)
    assert slug not in {workspace.name for workspace in mlflow.list_workspaces()}
    with pytest.raises(MlflowException) as caught:
        mlflow.delete_workspace("default")
    assert caught.value.error_code == "INVALID_PARAMETER_VALUE"
