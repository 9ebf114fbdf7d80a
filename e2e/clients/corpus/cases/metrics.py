"""Metrics: values, times, steps, the last value, history and batches."""

import json

from ..scenario import Scenario

LOG = "runs/log-metric"
BATCH = "runs/log-batch"


def scenarios() -> list[Scenario]:
    """The scenarios of this file."""
    return [_values(), _raw_values(), _times(), _steps(), _required(), _last(), _last_nan(), _repeats(), _batch(), _batch_limits(), _batch_items(), _batch_atomic()]


def _begin(name: str) -> Scenario:
    s = Scenario(name)
    s.experiment()
    s.run("r")
    return s


def _values() -> Scenario:
    s = _begin("metrics values")
    good = {"zero": 0, "negative zero": -0.0, "integer": 5, "fraction": 0.1, "tiny": 5e-324, "huge": 1.7976931348623157e308, "many digits": 0.1234567890123456789, "big integer": 2**53, "beyond 2^53": 2**60}
    texts = {"text": "1.5", "text integer": "7", "text exponent": "1e3", "NaN": "NaN", "Infinity": "Infinity", "-Infinity": "-Infinity"}
    bad = {"true": True, "null": None, "word": "abc", "empty": "", "list": [1], "object": {}, "hexadecimal": "0x10", "underscore": "1_000", "blank around": " 1 ", "nan": "nan", "inf": "inf"}
    for title, value in (good | texts).items():
        key = title.replace("^", "").replace(" ", "_")
        s.post(title, LOG, {"run_id": "$r", "key": key, "value": value, "timestamp": 1})
    s.get("all of them", "runs/get?run_id=$r", unordered=("metrics",))
    for title, value in bad.items():
        s.post(f"refused {title}", LOG, {"run_id": "$r", "key": f"bad_{title}", "value": value, "timestamp": 1}, compare="error")
    for key in ("NaN", "Infinity", "-Infinity", "negative_zero"):
        s.get(f"history of {key}", f"metrics/get-history?run_id=$r&metric_key={key}")
    return s


def _raw_values() -> Scenario:
    s = _begin("metrics raw values")
    for token in ("NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1e-999", "1E3", "01", "+1", ".5", "1.", "0x1"):
        s.post(f"bare {token}", LOG, raw=f'{{"run_id": "$r", "key": "m", "value": {token}, "timestamp": 1}}', compare="error")
    s.get("history", "metrics/get-history?run_id=$r&metric_key=m", compare="status")
    return s


def _times() -> Scenario:
    s = _begin("metrics times")
    good = {"zero": 0, "now": 1_700_000_000_000, "text": "12", "whole fraction": 12.0, "exponent": 1e3}
    bad = {"negative": -1, "fraction": 1.5, "word": "soon", "true": True, "null": None, "empty": "", "list": [1], "beyond int64": 2**63, "far beyond": 10**30}
    for title, value in good.items():
        s.post(title, LOG, {"run_id": "$r", "key": "m", "value": 1, "timestamp": value})
    for title, value in bad.items():
        s.post(f"refused {title}", LOG, {"run_id": "$r", "key": "m", "value": 1, "timestamp": value}, compare="error")
    s.post("message for a negative one", LOG, {"run_id": "$r", "key": "m", "value": 1.5, "timestamp": -1})
    s.post("greatest int64", LOG, {"run_id": "$r", "key": "far", "value": 1, "timestamp": 2**63 - 1}, compare="status")
    s.get("history", "metrics/get-history?run_id=$r&metric_key=m")
    return s


def _steps() -> Scenario:
    s = _begin("metrics steps")
    good = {"zero": 0, "negative": -3, "text": "12", "whole fraction": 13.0, "large": 2**52}
    bad = {"fraction": 1.5, "word": "first", "true": True, "list": [1], "beyond int64": 2**63, "below int64": -(2**63) - 1}
    for title, value in good.items():
        s.post(title, LOG, {"run_id": "$r", "key": "m", "value": 1, "timestamp": 1, "step": value})
    s.post("null", LOG, {"run_id": "$r", "key": "m", "value": 2, "timestamp": 1, "step": None})
    for title, value in bad.items():
        s.post(f"refused {title}", LOG, {"run_id": "$r", "key": "m", "value": 1, "timestamp": 1, "step": value}, compare="error")
    s.post("greatest int64", LOG, {"run_id": "$r", "key": "far", "value": 1, "timestamp": 1, "step": 2**63 - 1}, compare="status")
    s.get("history", "metrics/get-history?run_id=$r&metric_key=m")
    return s


def _required() -> Scenario:
    s = _begin("metrics required")
    whole = {"run_id": "$r", "key": "m", "value": 1, "timestamp": 1}
    for name in whole:
        s.post(f"no {name}", LOG, {k: v for k, v in whole.items() if k != name})
        s.post(f"null {name}", LOG, {**whole, name: None})
        s.post(f"empty {name}", LOG, {**whole, name: ""}, compare="error")
    s.post("nothing", LOG, {})
    s.post("by run_uuid", LOG, {"run_uuid": "$r", "key": "uuid", "value": 1, "timestamp": 1})
    s.post("unknown run", LOG, {**whole, "run_id": "0" * 32})
    s.post("run of a strange form", LOG, {**whole, "run_id": "../x"}, compare="error")
    s.post("run is a number", LOG, {**whole, "run_id": 5}, compare="error")
    s.post("key is a number", LOG, {**whole, "key": 5}, compare="error")
    s.post("key of 250", LOG, {**whole, "key": "k" * 250})
    s.post("key of 251", LOG, {**whole, "key": "k" * 251})
    s.post("dataset named", LOG, {**whole, "key": "on_data", "dataset_name": "d", "dataset_digest": "x1"})
    s.post("model that does not exist", LOG, {**whole, "key": "on_model", "model_id": "m-" + "0" * 32}, compare="status")
    s.post("model is a number", LOG, {**whole, "key": "on_model", "model_id": 5}, compare="error")
    s.get("all", "runs/get?run_id=$r", unordered=("metrics",), compare="status")
    return s


def _points(s: Scenario, key: str, points: list[tuple[int, int, object]]) -> None:
    for index, (step, time, value) in enumerate(points):
        s.post(f"{key} point {index}", LOG, {"run_id": "$r", "key": key, "value": value, "timestamp": time, "step": step})


def _last() -> Scenario:
    s = _begin("metrics last value")
    _points(s, "example", [(0, 5, 1.0), (1, 3, 2.0), (1, 3, 0.5), (0, 9, 7.0)])
    _points(s, "falling", [(3, 1, 1), (2, 2, 2), (1, 3, 3)])
    _points(s, "same_step", [(0, 1, 9), (0, 2, 1), (0, 3, 5)])
    _points(s, "same_all", [(0, 1, -3), (0, 1, -1), (0, 1, -2)])
    _points(s, "negative_steps", [(-5, 1, 1), (-6, 2, 2)])
    s.get("the run", "runs/get?run_id=$r", unordered=("metrics",))
    for key in ("example", "falling", "same_all"):
        s.get(f"history of {key}", f"metrics/get-history?run_id=$r&metric_key={key}")
    return s


def _last_nan() -> Scenario:
    s = _begin("metrics last NaN")
    _points(s, "nan_first", [(0, 1, "NaN"), (1, 1, 2)])
    _points(s, "nan_last", [(0, 1, 2), (1, 1, "NaN")])
    _points(s, "nan_and_more", [(0, 1, "NaN"), (0, 1, 2)])
    _points(s, "nan_and_less", [(0, 1, -2), (0, 1, "NaN")])
    _points(s, "infinite", [(0, 1, "Infinity"), (0, 1, 5), (0, 1, "-Infinity")])
    s.get("the run", "runs/get?run_id=$r", unordered=("metrics",), compare="status")
    for key in ("nan_first", "nan_last"):
        s.get(f"history of {key}", f"metrics/get-history?run_id=$r&metric_key={key}")
    s.post("found by its last value", "runs/search", {"experiment_ids": ["$e"], "filter": "metrics.nan_first = 2"}, pick="runs.*.info.run_name")
    return s


def _repeats() -> Scenario:
    s = _begin("metrics repeats")
    _points(s, "m", [(0, 1, 1), (0, 1, 1), (0, 1, "NaN"), (0, 1, "NaN"), (0, 1, 2)])
    s.get("each once", "metrics/get-history?run_id=$r&metric_key=m", compare="status")
    s.post("a batch that repeats itself", BATCH, {"run_id": "$r", "metrics": [{"key": "b", "value": 1, "timestamp": 1, "step": 0}] * 3})
    s.post("and again", BATCH, {"run_id": "$r", "metrics": [{"key": "b", "value": 1, "timestamp": 1, "step": 0}] * 3})
    s.get("once", "metrics/get-history?run_id=$r&metric_key=b")
    return s


def _batch() -> Scenario:
    s = _begin("batch")
    s.post("nothing", BATCH, {"run_id": "$r"})
    s.post("empty lists", BATCH, {"run_id": "$r", "metrics": [], "params": [], "tags": []})
    s.post("null lists", BATCH, {"run_id": "$r", "metrics": None, "params": None, "tags": None})
    s.post(
        "all kinds",
        BATCH,
        {
            "run_id": "$r",
            "metrics": [{"key": "m", "value": 1.5, "timestamp": 7, "step": 3}, {"key": "n", "value": 2, "timestamp": 7}],
            "params": [{"key": "p", "value": "x"}, {"key": "q"}],
            "tags": [{"key": "t", "value": "y"}, {"key": "u"}],
        },
    )
    s.get("all kinds, read", "runs/get?run_id=$r", unordered=("metrics",))
    s.post("no run", BATCH, {"metrics": []})
    s.post("unknown run", BATCH, {"run_id": "0" * 32, "metrics": [{"key": "m", "value": 1, "timestamp": 1}]})
    s.post("unknown run, nothing to write", BATCH, {"run_id": "0" * 32})
    s.post("by run_uuid", BATCH, {"run_uuid": "$r"}, compare="status")
    s.post("the same tag twice", BATCH, {"run_id": "$r", "tags": [{"key": "twice", "value": "1"}, {"key": "twice", "value": "2"}]}, compare="status")
    s.post("the same params again", BATCH, {"run_id": "$r", "params": [{"key": "p", "value": "x"}]})
    s.post("a param changed", BATCH, {"run_id": "$r", "params": [{"key": "p", "value": "z"}]}, compare="error")
    s.post("the same param twice", BATCH, {"run_id": "$r", "params": [{"key": "d", "value": "1"}, {"key": "d", "value": "2"}]}, compare="error")
    s.post("the same param twice, equal", BATCH, {"run_id": "$r", "params": [{"key": "d", "value": "1"}, {"key": "d", "value": "1"}]}, compare="error")
    s.post("a run name", BATCH, {"run_id": "$r", "tags": [{"key": "mlflow.runName", "value": "renamed by batch"}]})
    s.get("renamed", "runs/get?run_id=$r", unordered=("metrics",))
    s.post("long values are cut", BATCH, {"run_id": "$r", "params": [{"key": "long", "value": "v" * 6100}], "tags": [{"key": "long", "value": "v" * 8100}]})
    s.get("cut, read", "runs/get?run_id=$r", compare="status")
    return s


def _batch_limits() -> Scenario:
    s = _begin("batch limits")

    def metrics(count: int) -> list[dict[str, object]]:
        return [{"key": f"m{n}", "value": n, "timestamp": 1, "step": 0} for n in range(count)]

    def pairs(letter: str, count: int) -> list[dict[str, str]]:
        return [{"key": f"{letter}{n}", "value": "x"} for n in range(count)]

    s.post("1000 metrics", BATCH, {"run_id": "$r", "metrics": metrics(1000)})
    s.post("1001 metrics", BATCH, {"run_id": "$r", "metrics": metrics(1001)})
    s.post("100 params", BATCH, {"run_id": "$r", "params": pairs("p", 100)})
    s.post("101 params", BATCH, {"run_id": "$r", "params": pairs("p", 101)})
    s.post("100 tags", BATCH, {"run_id": "$r", "tags": pairs("t", 100)})
    s.post("101 tags", BATCH, {"run_id": "$r", "tags": pairs("t", 101)})
    s.post("1000 together", BATCH, {"run_id": "$r", "metrics": metrics(800), "params": pairs("p", 100), "tags": pairs("t", 100)})
    s.post("1001 together", BATCH, {"run_id": "$r", "metrics": metrics(801), "params": pairs("p", 100), "tags": pairs("t", 100)})
    s.post("1200 together", BATCH, {"run_id": "$r", "metrics": metrics(1000), "params": pairs("p", 100), "tags": pairs("t", 100)})
    s.post("over two limits", BATCH, {"run_id": "$r", "metrics": metrics(1001), "params": pairs("p", 101)}, compare="error")
    return s


def _batch_items() -> Scenario:
    s = _begin("batch items")
    good = {"key": "m", "value": 1, "timestamp": 1, "step": 0}
    for name in ("key", "value", "timestamp", "step"):
        s.post(f"metric without {name}", BATCH, {"run_id": "$r", "metrics": [good, {k: v for k, v in good.items() if k != name}]}, compare="error")
        s.post(f"metric with null {name}", BATCH, {"run_id": "$r", "metrics": [{**good, name: None}]}, compare="error")
    for name, value in [("value", "abc"), ("value", True), ("timestamp", -1), ("timestamp", "x"), ("step", "x"), ("key", ""), ("key", "a#b"), ("key", 5), ("key", "k" * 251)]:
        s.post(f"metric with {name} {str(value)[:10]!r}", BATCH, {"run_id": "$r", "metrics": [good, {**good, name: value}]}, compare="error")
    for kind in ("params", "tags"):
        s.post(f"{kind} without key", BATCH, {"run_id": "$r", kind: [{"value": "x"}]}, compare="error")
        s.post(f"{kind} with empty key", BATCH, {"run_id": "$r", kind: [{"key": "", "value": "x"}]}, compare="error")
        s.post(f"{kind} with a bad key", BATCH, {"run_id": "$r", kind: [{"key": "a", "value": "x"}, {"key": "a#b", "value": "x"}]}, compare="error")
        s.post(f"{kind} with a long key", BATCH, {"run_id": "$r", kind: [{"key": "k" * 251, "value": "x"}]}, compare="error")
        s.post(f"{kind} with a number", BATCH, {"run_id": "$r", kind: [{"key": "a", "value": 5}]}, compare="error")
        s.post(f"{kind} of strings", BATCH, {"run_id": "$r", kind: ["a"]}, compare="error")
        s.post(f"{kind} as object", BATCH, {"run_id": "$r", kind: {"a": "b"}}, compare="error")
    s.post("metrics of numbers", BATCH, {"run_id": "$r", "metrics": [1]}, compare="error")
    s.post("metrics as text", BATCH, {"run_id": "$r", "metrics": "m"}, compare="error")
    s.post("metrics NaN and Infinity", BATCH, {"run_id": "$r", "metrics": [{**good, "key": "nan", "value": "NaN"}, {**good, "key": "inf", "value": "-Infinity"}]})
    s.post("message for the index", BATCH, {"run_id": "$r", "metrics": [good, {**good, "timestamp": -1}]})
    s.post("message for a long metric key", BATCH, {"run_id": "$r", "metrics": [good, {**good, "key": "k" * 251}]})
    s.post("message for a long param key", BATCH, {"run_id": "$r", "params": [{"key": "k" * 251, "value": "x"}]})
    return s


def _batch_atomic() -> Scenario:
    s = _begin("batch all or nothing")
    s.post("a param", "runs/log-parameter", {"run_id": "$r", "key": "p", "value": "1"})
    metric = {"key": "m", "value": 1, "timestamp": 1, "step": 0}
    s.post("conflict", BATCH, {"run_id": "$r", "metrics": [metric], "params": [{"key": "fresh", "value": "x"}, {"key": "p", "value": "2"}], "tags": [{"key": "t", "value": "x"}]}, compare="error")
    s.get("after the conflict", "runs/get?run_id=$r")
    s.post("bad tag", BATCH, {"run_id": "$r", "metrics": [metric], "params": [{"key": "fresh", "value": "x"}], "tags": [{"key": "a#b", "value": "x"}]}, compare="error")
    s.get("after the bad tag", "runs/get?run_id=$r")
    body = json.dumps({"run_id": "$r", "metrics": [metric, {**metric, "timestamp": -1}]})
    s.post("bad metric after a good one", BATCH, raw=body, compare="error")
    s.get("after the bad metric", "runs/get?run_id=$r")
    return s
