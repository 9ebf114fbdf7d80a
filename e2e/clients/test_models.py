"""Models: logged, registered, aliased, loaded, and predicting what they predicted before."""

from __future__ import annotations

from typing import Any

import mlflow
import pytest
from conftest import Slipway, refusal
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

numpy = pytest.importorskip("numpy")
pytest.importorskip("pandas")
datasets = pytest.importorskip("sklearn.datasets")
linear = pytest.importorskip("sklearn.linear_model")


@pytest.fixture(scope="module")
def fitted() -> tuple[Any, Any]:
    """A fitted model and its features."""
    features, target = datasets.load_diabetes(return_X_y=True, as_frame=True)
    return linear.Ridge().fit(features, target), features


def test_a_model_is_loaded_by_every_name_it_has(slipway: Slipway, experiment: str, name: str, fitted: tuple[Any, Any]) -> None:
    model, features = fitted
    with mlflow.start_run() as run:
        info = mlflow.sklearn.log_model(model, name="ridge", input_example=features.head(2), registered_model_name=name, params={"alpha": 1})
    client = MlflowClient()
    client.set_registered_model_alias(name, "candidate", "1")
    client.transition_model_version_stage(name, "1", "Staging")
    expected = model.predict(features)
    for uri in (info.model_uri, f"models:/{info.model_id}", f"models:/{name}/1", f"models:/{name}@candidate", f"models:/{name}/latest", f"models:/{name}/Staging", f"runs:/{run.info.run_id}/ridge"):
        numpy.testing.assert_allclose(mlflow.pyfunc.load_model(uri).predict(features), expected, err_msg=uri)
    numpy.testing.assert_allclose(mlflow.sklearn.load_model(f"models:/{name}@candidate").predict(features), expected)
    logged = mlflow.get_logged_model(info.model_id)
    assert (logged.name, str(logged.status), logged.source_run_id, logged.params) == ("ridge", "READY", run.info.run_id, {"alpha": "1"})
    assert [output.model_id for output in mlflow.get_run(run.info.run_id).outputs.model_outputs] == [info.model_id]
    stored = slipway.get("model-versions/get", name=name, version="1")["model_version"]
    assert (stored["status"], stored["run_id"], stored["aliases"]) == ("READY", run.info.run_id, ["candidate"])
    signature = mlflow.models.get_model_info(f"models:/{name}/1").signature
    assert signature.inputs.input_names() == list(features.columns)


def test_versions_are_registered_one_after_another(slipway: Slipway, experiment: str, name: str, fitted: tuple[Any, Any]) -> None:
    model, _ = fitted
    client = MlflowClient()
    with mlflow.start_run():
        uris = [mlflow.sklearn.log_model(model, name=f"model{index}").model_uri for index in range(3)]
    versions = [mlflow.register_model(uri, name, tags={"n": str(index)}) for index, uri in enumerate(uris)]
    assert [str(version.version) for version in versions] == ["1", "2", "3"]
    client.update_registered_model(name, "the model")
    client.update_model_version(name, "2", "the second")
    client.set_registered_model_tag(name, "team", "red")
    client.set_model_version_tag(name, "2", "checked", "yes")
    client.set_registered_model_alias(name, "challenger", "2")
    client.delete_model_version(name, "3")
    with pytest.raises(MlflowException) as caught:
        client.get_model_version(name, "3")
    assert refusal(caught)[0] == "RESOURCE_DOES_NOT_EXIST"
    # A number is never given twice.
    assert str(mlflow.register_model(uris[2], name).version) == "4"
    read = client.get_registered_model(name)
    assert (read.description, read.tags, {alias: str(version) for alias, version in read.aliases.items()}) == ("the model", {"team": "red"}, {"challenger": "2"})
    second = client.get_model_version_by_alias(name, "challenger")
    assert (second.description, second.tags) == ("the second", {"n": "1", "checked": "yes"})
    found = client.search_model_versions(f"name = '{name}' AND tags.checked = 'yes'")
    assert [str(version.version) for version in found] == ["2"]
    assert [model.name for model in client.search_registered_models(f"name = '{name}'")] == [name]
    assert [str(version.version) for version in client.get_latest_versions(name)] == ["4"]
    client.delete_registered_model_alias(name, "challenger")
    with pytest.raises(MlflowException) as caught:
        client.get_model_version_by_alias(name, "challenger")
    assert refusal(caught)[0] == "INVALID_PARAMETER_VALUE"
    client.rename_registered_model(name, f"{name} renamed")
    client.delete_registered_model(f"{name} renamed")
    assert client.search_registered_models(f"name LIKE '{name}%'") == []


def test_a_version_is_copied_with_its_files(experiment: str, name: str, fitted: tuple[Any, Any]) -> None:
    model, features = fitted
    with mlflow.start_run():
        mlflow.sklearn.log_model(model, name="ridge", registered_model_name=f"{name} staging")
    copied = MlflowClient().copy_model_version(f"models:/{name} staging/1", f"{name} production")
    assert str(copied.version) == "1"
    numpy.testing.assert_allclose(mlflow.pyfunc.load_model(f"models:/{name} production/1").predict(features), model.predict(features))


def test_metrics_of_a_model_are_kept_with_the_model(slipway: Slipway, experiment: str, fitted: tuple[Any, Any]) -> None:
    model, features = fitted
    dataset = mlflow.data.from_pandas(features.head(5), name="validation")
    with mlflow.start_run() as run:
        info = mlflow.sklearn.log_model(model, name="ridge")
        mlflow.log_metric("rmse", 1.5, step=3, dataset=dataset, model_id=info.model_id)
        mlflow.log_metrics({"mae": 1.0}, model_id=info.model_id)
    metrics = {metric.key: metric for metric in mlflow.get_logged_model(info.model_id).metrics}
    assert (metrics["rmse"].value, metrics["rmse"].dataset_name, metrics["mae"].value) == (1.5, "validation", 1.0)
    assert slipway.run(run.info.run_id)["metrics"] == {"rmse": 1.5, "mae": 1.0}
    found = mlflow.search_logged_models([experiment], filter_string="metrics.rmse < 2 AND name = 'ridge'", output_format="list")
    assert [model.model_id for model in found] == [info.model_id]


def test_a_function_is_a_model_too(experiment: str) -> None:
    class AddOne(mlflow.pyfunc.PythonModel):  # type: ignore[misc]
        def predict(self, context: Any, model_input: list[int], params: Any = None) -> list[int]:
            return [value + 1 for value in model_input]

    with mlflow.start_run():
        info = mlflow.pyfunc.log_model(name="add one", python_model=AddOne())
    assert mlflow.pyfunc.load_model(info.model_uri).predict([1, 2]) == [2, 3]


def test_a_model_that_is_deleted_is_gone(slipway: Slipway, experiment: str) -> None:
    model = mlflow.create_external_model(name="elsewhere", model_type="agent", params={"k": "v"}, tags={"a": "1"})
    mlflow.set_logged_model_tags(model.model_id, {"b": "2"})
    mlflow.delete_logged_model_tag(model.model_id, "a")
    read = mlflow.get_logged_model(model.model_id)
    assert (read.params, {key: value for key, value in read.tags.items() if not key.startswith("mlflow.")}) == ({"k": "v"}, {"b": "2"})
    MlflowClient().delete_logged_model(model.model_id)
    with pytest.raises(MlflowException) as caught:
        mlflow.get_logged_model(model.model_id)
    assert refusal(caught)[0] == "RESOURCE_DOES_NOT_EXIST"
