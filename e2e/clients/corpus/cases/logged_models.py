"""Logged models: create, finalize, get, delete, tags, params, metrics, search."""

from typing import Any

from ..scenario import Scenario

CREATE = "logged-models"
SEARCH = "logged-models/search"


def scenarios() -> list[Scenario]:
    """The scenarios of this file."""
    return [_create(), _names(), _finalize(), _get_and_delete(), _tags(), _params(), _metrics(), _search(), _search_refused(), _datasets(), _pages()]


def _begin(name: str) -> Scenario:
    s = Scenario(name)
    s.experiment()
    s.run("r")
    return s


def _make(s: Scenario, var: str, **fields: Any) -> None:
    s.post(f"make logged model {var}", CREATE, {"experiment_id": "$e", "name": var, **fields}, save={var: "model.info.model_id"})


def _create() -> Scenario:
    s = _begin("logged models create")
    s.post("plain", CREATE, {"experiment_id": "$e", "name": "tree"}, save={"m": "model.info.model_id"})
    s.get("plain, read", "logged-models/$m")
    s.post("with all", CREATE, {"experiment_id": "$e", "name": "tree", "model_type": "Agent", "source_run_id": "$r", "params": [{"key": "b", "value": "2"}, {"key": "a", "value": "1"}], "tags": [{"key": "t", "value": "x"}]}, save={"a": "model.info.model_id"})
    s.get("with all, read", "logged-models/$a")
    s.post("no name", CREATE, {"experiment_id": "$e"})
    s.post("empty name", CREATE, {"experiment_id": "$e", "name": ""})
    s.post("unknown run", CREATE, {"experiment_id": "$e", "name": "x", "source_run_id": "nowhere"})
    s.post("no experiment", CREATE, {"name": "x"})
    s.post("unknown experiment", CREATE, {"experiment_id": "123456789", "name": "x"})
    s.post("experiment is a word", CREATE, {"experiment_id": "abc", "name": "x"}, compare="error")
    s.post("the default experiment", CREATE, {"experiment_id": "0", "name": "x"}, compare="status")
    s.post("name is a number", CREATE, {"experiment_id": "$e", "name": 5})
    s.post("params is an object", CREATE, {"experiment_id": "$e", "name": "x", "params": {"a": "b"}}, compare="error")
    s.post("the same param twice", CREATE, {"experiment_id": "$e", "name": "x", "params": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]}, compare="status")
    s.post("the same tag twice", CREATE, {"experiment_id": "$e", "name": "x", "tags": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]}, compare="status")
    s.post("long param value", CREATE, {"experiment_id": "$e", "name": "x", "params": [{"key": "a", "value": "v" * 7000}]}, compare="status")
    return s


def _names() -> Scenario:
    s = _begin("logged models names")
    for name in ["a/b", "a:b", "a.b", "a%b", "a'b", 'a"b']:
        s.post(f"refused {name}", CREATE, {"experiment_id": "$e", "name": name}, compare="error")
    for name in ["a b", "a-b_c", "Größe 🚀", " ", "a\\b", "a?b#c"]:
        s.post(f"accepted {name!r}", CREATE, {"experiment_id": "$e", "name": name})
    s.post("message of a refused name", CREATE, {"experiment_id": "$e", "name": "a.b"})
    return s


def _finalize() -> Scenario:
    s = _begin("logged models finalize")
    _make(s, "tree")
    for title, status in {"by name": "LOGGED_MODEL_READY", "by number": 3, "pending again": "LOGGED_MODEL_PENDING", "number as text": "2"}.items():
        s.patch(title, "logged-models/$tree", {"model_id": "$tree", "status": status})
    s.patch("unknown status", "logged-models/$tree", {"model_id": "$tree", "status": "DONE"}, compare="error")
    s.patch("status beyond", "logged-models/$tree", {"model_id": "$tree", "status": 9}, compare="status")
    s.patch("no status", "logged-models/$tree", {"model_id": "$tree"})
    s.patch("no model_id", "logged-models/$tree", {"status": 2})
    s.patch("unknown", "logged-models/m-nowhere", {"model_id": "m-nowhere", "status": 2})
    return s


def _get_and_delete() -> Scenario:
    s = _begin("logged models delete")
    _make(s, "tree")
    s.get("unknown", "logged-models/m-nowhere")
    s.get("odd id", "logged-models/%20x%2Fy", compare="status")
    s.delete("delete", "logged-models/$tree")
    s.delete("again", "logged-models/$tree")
    s.get("deleted", "logged-models/$tree")
    s.get("deleted, allowed", "logged-models/$tree?allow_deleted=true")
    s.get("deleted, Allowed", "logged-models/$tree?allow_deleted=True")
    s.get("deleted, not allowed", "logged-models/$tree?allow_deleted=false")
    s.patch("finalize a deleted one", "logged-models/$tree", {"model_id": "$tree", "status": 2})
    s.patch("tag a deleted one", "logged-models/$tree/tags", {"tags": [{"key": "a", "value": "b"}]})
    s.delete("delete unknown", "logged-models/m-nowhere")
    return s


def _tags() -> Scenario:
    s = _begin("logged models tags")
    _make(s, "tree")
    path = "logged-models/$tree/tags"
    s.patch("set", path, {"tags": [{"key": "a", "value": "1"}, {"key": "b", "value": "2"}]})
    s.patch("set again, twice the same", path, {"tags": [{"key": "a", "value": "3"}, {"key": "a", "value": "4"}]})
    s.patch("none", path, {"tags": []})
    s.patch("nothing", path, {})
    s.patch("no value", path, {"tags": [{"key": "bare"}]})
    s.patch("tags is an object", path, {"tags": {"a": "b"}}, compare="error")
    s.patch("unknown", "logged-models/m-nowhere/tags", {"tags": [{"key": "a", "value": "1"}]})
    s.get("read", "logged-models/$tree")
    s.delete("delete", f"{path}/a")
    s.delete("again", f"{path}/a")
    s.delete("from unknown", "logged-models/m-nowhere/tags/a")
    s.get("read afterwards", "logged-models/$tree")
    return s


def _params() -> Scenario:
    s = _begin("logged models params")
    _make(s, "tree", params=[{"key": "a", "value": "1"}])
    path = "logged-models/$tree/params"
    s.post("add", path, {"model_id": "$tree", "params": [{"key": "b", "value": "2"}]})
    s.post("the same value again", path, {"model_id": "$tree", "params": [{"key": "b", "value": "2"}]}, compare="status")
    s.post("another value", path, {"model_id": "$tree", "params": [{"key": "b", "value": "3"}]}, compare="status")
    s.post("none", path, {"model_id": "$tree", "params": []})
    s.post("no model_id", path, {"params": [{"key": "c", "value": "2"}]})
    s.post("unknown", "logged-models/m-nowhere/params", {"model_id": "m-nowhere", "params": [{"key": "c", "value": "2"}]})
    s.get("read", "logged-models/$tree")
    return s


def _measure(s: Scenario, title: str, model: str, value: Any, timestamp: int = 1, key: str = "auc", **fields: Any) -> None:
    s.post(title, "runs/log-metric", {"run_id": "$r", "key": key, "value": value, "timestamp": timestamp, "step": timestamp, "model_id": f"${model}", **fields})


def _metrics() -> Scenario:
    s = _begin("logged models metrics")
    _make(s, "tree")
    _measure(s, "one", "tree", 0.5)
    _measure(s, "the same again", "tree", 0.5)
    _measure(s, "later", "tree", 0.7, 2)
    _measure(s, "on a dataset", "tree", 0.8, 3, dataset_name="diamonds", dataset_digest="abc")
    _measure(s, "another key", "tree", 1, key="loss")
    s.post("in a batch", "runs/log-batch", {"run_id": "$r", "metrics": [{"key": "f1", "value": 0.1, "timestamp": 1, "step": 0, "model_id": "$tree"}]})
    s.get("read", "logged-models/$tree", unordered=("metrics",))
    s.get("the run has them too", "runs/get?run_id=$r", unordered=("metrics",))
    return s


def _find(s: Scenario, title: str, compare: str = "exact", **fields: Any) -> None:
    s.post(title, SEARCH, {"experiment_ids": ["$e"], "order_by": [{"field_name": "name"}], **fields}, compare=compare)


def _search() -> Scenario:
    s = _begin("logged models search")
    _make(s, "alpha", params=[{"key": "depth", "value": "3"}], tags=[{"key": "team", "value": "red"}], model_type="tree", source_run_id="$r")
    _make(s, "beta", params=[{"key": "depth", "value": "9"}], tags=[{"key": "team", "value": "blue"}], model_type="net")
    _make(s, "gamma")
    _measure(s, "alpha 0.7", "alpha", 0.7)
    _measure(s, "beta 0.9", "beta", 0.9)
    _measure(s, "beta 0.2", "beta", 0.2, 2)
    for expression in [
        "name = 'alpha'", "name != 'alpha'", "name LIKE 'a%'", "name ILIKE 'A%'", "name IN ('alpha', 'beta')", "name NOT IN ('alpha')",
        "attributes.name = 'beta'", "model_type = 'net'", "source_run_id = '$r'", "model_id = '$alpha'",
        "params.depth = '3'", "params.depth != '3'", "params.depth LIKE '%9'", "tags.team = 'red'", "tags.team IN ('red')",
        "metrics.auc > 0.5", "metrics.auc <= 0.2", "metrics.auc > 0.5 AND params.depth = '9'", "metrics.none > 0",
        "creation_timestamp > 0", "creation_timestamp < 5", "last_updated_timestamp_ms > 0", "name = \"alpha\"", "name = 'nowhere'", "", "name = 'alpha' and tags.team = 'red'",
    ]:
        _find(s, f"filter {expression}", filter=expression)
    for field in ("name", "model_id", "model_type", "status", "metrics.auc", "source_run_id"):
        for ascending in (True, False):
            _find(s, f"order by {field} {ascending}", order_by=[{"field_name": field, "ascending": ascending}, {"field_name": "name"}], compare="status" if field == "model_id" else "exact")
    s.post("no experiments", SEARCH, {"experiment_ids": []})
    s.post("unknown experiment", SEARCH, {"experiment_ids": ["123456789"]})
    s.delete("delete one", "logged-models/$beta")
    _find(s, "deleted ones are left out")
    return s


def _search_refused() -> Scenario:
    s = _begin("logged models search refused")
    s.post("experiments missing", SEARCH, {})
    s.post("experiments is a word", SEARCH, {"experiment_ids": "0"}, compare="error")
    s.post("experiment is a word", SEARCH, {"experiment_ids": ["abc"]}, compare="error")
    for expression in ["name", "name >", "name > 'a'", "owner = 'x'", "metrics.auc = 'high'", "metrics.auc LIKE '1'", "dataset.name = 'x'", "traces.x = 'y'", "params.a > '1'", "name = 'a' AND"]:
        _find(s, f"filter {expression}", filter=expression, compare="status")
    for field in ("owner", "params.depth", "tags.team", ""):
        _find(s, f"order by {field!r}", order_by=[{"field_name": field}], compare="error")
    _find(s, "order without a field", order_by=[{"ascending": True}], compare="error")
    _find(s, "dataset without a name", datasets=[{"dataset_digest": "x"}], compare="error")
    _find(s, "size is a word", max_results="many", compare="error")
    _find(s, "token is no token", page_token="abc", compare="status")
    return s


def _datasets() -> Scenario:
    s = _begin("logged models datasets")
    for name in ("alpha", "beta", "gamma"):
        _make(s, name)
    train, test = {"dataset_name": "train", "dataset_digest": "1"}, {"dataset_name": "test", "dataset_digest": "2"}
    _measure(s, "alpha train", "alpha", 0.9, 1, **train)
    _measure(s, "alpha test", "alpha", 0.5, 2, **test)
    _measure(s, "beta test", "beta", 0.8, 1, **test)
    _find(s, "any dataset", filter="metrics.auc > 0.7")
    _find(s, "on test", filter="metrics.auc > 0.7", datasets=[test])
    _find(s, "on another digest", filter="metrics.auc > 0.7", datasets=[{"dataset_name": "test", "dataset_digest": "9"}])
    _find(s, "on either", filter="metrics.auc > 0.7", datasets=[train, test])
    _find(s, "without a metric in the filter", datasets=[train])
    for ascending in (True, False):
        _find(s, f"ordered on test {ascending}", order_by=[{"field_name": "metrics.auc", "ascending": ascending, **test}])
        _find(s, f"ordered on train {ascending}", order_by=[{"field_name": "metrics.auc", "ascending": ascending, "dataset_name": "train"}, {"field_name": "name"}])
    return s


def _pages() -> Scenario:
    s = _begin("logged models pages")
    for name in ("a", "b", "c"):
        _make(s, name)
    _find(s, "first page", max_results=2)
    s.post("first page again", SEARCH, {"experiment_ids": ["$e"], "order_by": [{"field_name": "name"}], "max_results": 2}, save={"token": "next_page_token"})
    _find(s, "last page", max_results=2, page_token="$token")
    _find(s, "other filter", max_results=2, page_token="$token", filter="name = 'c'", compare="error")
    _find(s, "other order", max_results=2, page_token="$token", order_by=[], compare="error")
    s.post("other experiments", SEARCH, {"experiment_ids": ["0"], "order_by": [{"field_name": "name"}], "page_token": "$token"}, compare="error")
    _find(s, "size 0", max_results=0)
    return s
