"""Inputs and outputs of runs: datasets, logged models, and what clients before 3.0 log of a model."""

import json

from ..scenario import Scenario

INPUTS = "runs/log-inputs"
OUTPUTS = "runs/outputs"
SUMMARIES = "/ajax-api/2.0/mlflow/experiments/search-datasets"


def scenarios() -> list[Scenario]:
    """The scenarios of this file."""
    return [_datasets(), _limits(), _models(), _outputs(), _summaries(), _legacy()]


def _begin(name: str) -> Scenario:
    s = Scenario(name)
    s.experiment()
    s.run("r")
    return s


def _dataset(name: str = "diamonds", context: str | None = "training", **fields: object) -> dict[str, object]:
    tags = [] if context is None else [{"key": "mlflow.data.context", "value": context}]
    return {"tags": tags, "dataset": {"name": name, "digest": "abc", "source_type": "local", "source": "{}", **fields}}


def _datasets() -> Scenario:
    s = _begin("inputs datasets")
    s.run("o")
    s.post("one", INPUTS, {"run_id": "$r", "datasets": [_dataset()]})
    s.post("again", INPUTS, {"run_id": "$r", "datasets": [_dataset()]})
    s.post("again with another context", INPUTS, {"run_id": "$r", "datasets": [_dataset(context="testing")]})
    s.post("again with another source", INPUTS, {"run_id": "$r", "datasets": [_dataset(source="other")]})
    s.post("with all", INPUTS, {"run_id": "$r", "datasets": [_dataset("flights", schema='{"a":1}', profile='{"rows":5}')]})
    s.post("twice the same", INPUTS, {"run_id": "$r", "datasets": [_dataset("weather"), _dataset("weather", "testing")]})
    s.post("another digest", INPUTS, {"run_id": "$r", "datasets": [_dataset(digest="def", context=None)]})
    s.post("by another run", INPUTS, {"run_id": "$o", "datasets": [_dataset(context="testing")]})
    s.post("by run_uuid", INPUTS, {"run_uuid": "$o", "datasets": [_dataset("more")]})
    s.get("read", "runs/get?run_id=$r", unordered=("dataset_inputs",))
    s.get("read the other", "runs/get?run_id=$o", unordered=("dataset_inputs",))
    s.post("found by search", "runs/search", {"experiment_ids": ["$e"], "filter": "dataset.name = 'flights'"}, unordered=("dataset_inputs",))
    s.post("none", INPUTS, {"run_id": "$r", "datasets": []})
    s.post("nothing", INPUTS, {"run_id": "$r"})
    s.post("no run", INPUTS, {"datasets": [_dataset()]})
    s.post("unknown run", INPUTS, {"run_id": "nowhere", "datasets": [_dataset()]})
    s.post("datasets is an object", INPUTS, {"run_id": "$r", "datasets": {}}, compare="error")
    s.post("no dataset in it", INPUTS, {"run_id": "$r", "datasets": [{"tags": []}]}, compare="status")
    s.post("no name", INPUTS, {"run_id": "$r", "datasets": [{"dataset": {"digest": "a", "source_type": "local", "source": "x"}}]}, compare="status")
    s.post("name is a number", INPUTS, {"run_id": "$r", "datasets": [_dataset(5)]}, compare="status")
    s.post("delete the run", "runs/delete", {"run_id": "$o"})
    s.post("by a deleted run", INPUTS, {"run_id": "$o", "datasets": [_dataset()]})
    return s


def _limits() -> Scenario:
    s = _begin("inputs limits")
    for title, fields in {"name": {"name": "n" * 500}, "digest": {"digest": "d" * 36}, "source": {"source": "s" * 65_535}}.items():
        s.post(f"{title} at its limit", INPUTS, {"run_id": "$r", "datasets": [_dataset(**fields)]})
    for title, fields in {"name": {"name": "n" * 501}, "digest": {"digest": "d" * 37}, "source": {"source": "s" * 65_536}, "schema": {"schema": "s" * 1_048_576}}.items():
        s.post(f"{title} beyond its limit", INPUTS, {"run_id": "$r", "datasets": [_dataset(**fields)]})
    for title, tag in {"key": {"key": "k" * 256, "value": "v"}, "value": {"key": "k", "value": "v" * 501}}.items():
        s.post(f"tag {title} beyond its limit", INPUTS, {"run_id": "$r", "datasets": [{**_dataset(), "tags": [tag]}]})
    return s


def _models() -> Scenario:
    s = _begin("inputs models")
    s.post("one", INPUTS, {"run_id": "$r", "models": [{"model_id": "m-one"}]})
    s.post("again and another", INPUTS, {"run_id": "$r", "models": [{"model_id": "m-one"}, {"model_id": "m-two"}]})
    s.get("read", "runs/get?run_id=$r", unordered=("model_inputs",))
    s.post("models is an object", INPUTS, {"run_id": "$r", "models": {}}, compare="error")
    return s


def _outputs() -> Scenario:
    s = _begin("inputs outputs")
    s.post("one", OUTPUTS, {"run_id": "$r", "models": [{"model_id": "m-one", "step": 3}]})
    s.post("without a step", OUTPUTS, {"run_id": "$r", "models": [{"model_id": "m-two"}]})
    s.post("again", OUTPUTS, {"run_id": "$r", "models": [{"model_id": "m-one", "step": 3}]}, compare="status")
    s.get("read", "runs/get?run_id=$r", unordered=("model_outputs",))
    s.post("found by search", "runs/search", {"experiment_ids": ["$e"]}, unordered=("model_outputs",))
    s.post("none", OUTPUTS, {"run_id": "$r", "models": []})
    s.post("no models", OUTPUTS, {"run_id": "$r"})
    s.post("no run", OUTPUTS, {"models": []})
    s.post("unknown run", OUTPUTS, {"run_id": "nowhere", "models": [{"model_id": "m-one"}]})
    s.post("step is a word", OUTPUTS, {"run_id": "$r", "models": [{"model_id": "m-three", "step": "x"}]}, compare="error")
    s.post("delete the run", "runs/delete", {"run_id": "$r"})
    s.post("by a deleted run", OUTPUTS, {"run_id": "$r", "models": [{"model_id": "m-four"}]})
    return s


def _summaries() -> Scenario:
    s = _begin("inputs summaries")
    s.run("o")
    for run, context in (("$r", "training"), ("$o", "testing"), ("$o", "training")):
        s.post(f"log {run} {context}", INPUTS, {"run_id": run, "datasets": [_dataset(context=context)]})
    s.post("log without context", INPUTS, {"run_id": "$r", "datasets": [_dataset("flights", None)]})
    s.post("all", SUMMARIES, {"experiment_ids": ["$e"]}, unordered=("dataset_summaries",))
    s.post("unknown experiment", SUMMARIES, {"experiment_ids": ["123456789"]})
    s.post("no experiment", SUMMARIES, {"experiment_ids": []})
    s.post("nothing", SUMMARIES, {})
    s.post("too many", SUMMARIES, {"experiment_ids": [str(number) for number in range(21)]})
    s.post("a word", SUMMARIES, {"experiment_ids": ["abc"]}, compare="error")
    s.post("below /api", "experiments/search-datasets", {"experiment_ids": ["$e"]}, compare="status")
    return s


def _legacy() -> Scenario:
    s = _begin("inputs legacy models")
    path = "runs/log-model"
    whole = {"artifact_path": "model", "flavors": {"sklearn": {"code": None, "config": {"a": 1}}}, "utc_time_created": "2024-01-01 00:00:00", "run_id": "$r"}
    s.post("one", path, {"run_id": "$r", "model_json": json.dumps(whole)})
    s.post("another", path, {"run_id": "$r", "model_json": json.dumps(whole | {"artifact_path": "other", "model_uuid": "u"})})
    s.get("read", "runs/get?run_id=$r")
    s.post("fields missing", path, {"run_id": "$r", "model_json": '{"flavors": {}}'}, compare="error")
    s.post("no JSON", path, {"run_id": "$r", "model_json": "nothing"})
    s.post("a list", path, {"run_id": "$r", "model_json": "[]"}, compare="status")
    s.post("no model", path, {"run_id": "$r"})
    s.post("no run", path, {"model_json": json.dumps(whole)})
    s.post("unknown run", path, {"run_id": "nowhere", "model_json": json.dumps(whole)})
    return s
