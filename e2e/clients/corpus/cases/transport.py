"""How requests are read: prefixes, bodies, content types, types of fields, unknown routes."""

import json

from ..scenario import Scenario


def scenarios() -> list[Scenario]:
    """The scenarios of this file."""
    return [_prefixes(), _bodies(), _content_types(), _field_types(), _query_parameters(), _routes(), _service()]


def _prefixes() -> Scenario:
    s = Scenario("transport prefixes")
    s.post("create below ajax-api", "/ajax-api/2.0/mlflow/experiments/create", {"name": s.name}, save={"e": "experiment_id"})
    s.get("get below api", "experiments/get?experiment_id=$e")
    s.get("get below ajax-api", "/ajax-api/2.0/mlflow/experiments/get?experiment_id=$e")
    s.post("version 3 of a version 2 route", "/api/3.0/mlflow/experiments/create", {"name": "never made"})
    s.get("preview prefix", "/api/2.0/preview/mlflow/experiments/get?experiment_id=$e")
    s.get("trailing slash", "experiments/get/?experiment_id=$e", compare="status")
    s.get("doubled slash", "/api/2.0//mlflow/experiments/get?experiment_id=$e", compare="status")
    return s


def _bodies() -> Scenario:
    s = Scenario("transport bodies")
    path = "experiments/create"
    s.post("empty body", path, raw="")
    s.post("no body, no content type", path)
    s.post("not JSON", path, raw="name=x")
    s.post("cut JSON", path, raw='{"name": "x"')
    s.post("null", path, raw="null")
    s.post("a list", path, raw="[]")
    s.post("a number", path, raw="12")
    s.post("true", path, raw="true")
    s.post("a plain string", path, raw='"hello"')
    s.post("an object encoded twice", path, raw=json.dumps(json.dumps({"name": "encoded twice"})), save={"d": "experiment_id"})
    s.get("what was encoded twice exists", "experiments/get?experiment_id=$d")
    s.post("unknown fields are ignored", path, {"name": "unknown fields", "colour": "red", "deep": {"a": [1]}}, save={"u": "experiment_id"})
    s.post("duplicate keys, the last wins", path, raw='{"name": "first key", "name": "second key"}', save={"k": "experiment_id"})
    s.get("which of the duplicate keys won", "experiments/get?experiment_id=$k")
    s.post("prototype key", path, raw='{"__proto__": {"name": "from the prototype"}}')
    s.post("constructor key", path, raw='{"constructor": {"prototype": {"name": "x"}}}')
    s.post("byte order mark", path, raw=b'\xef\xbb\xbf{"name": "with a mark"}', compare="status")
    s.post("not UTF-8", path, raw=b'{"name": "caf\xe9"}', compare="error")
    s.post("lone surrogate", path, raw='{"name": "\\ud800"}', compare="error")
    s.post("NUL in a string", path, raw='{"name": "a\\u0000b"}', compare="error")
    s.post("nested deeply", path, raw='{"name": ' + "[" * 2000 + "]" * 2000 + "}", compare="error")
    return s


def _content_types() -> Scenario:
    s = Scenario("transport content types")
    body = {"name": "x" * 501}
    for title, value in [
        ("JSON with charset", "application/json; charset=utf-8"),
        ("capitals", "Application/JSON"),
        ("plain text", "text/plain"),
        ("form", "application/x-www-form-urlencoded"),
        ("JSON of another kind", "application/vnd.api+json"),
        ("multipart", "multipart/form-data; boundary=x"),
        ("nonsense", "nonsense"),
        ("markup", "<script>alert(1)</script>"),
        ("empty", ""),
    ]:
        s.post(title, "experiments/create", body, content_type=value)
    s.post("missing", "experiments/create", body, content_type=None)
    s.post("missing on search", "runs/search", {"experiment_ids": []}, content_type=None)
    s.delete("DELETE is not checked", "registered-models/delete", {"name": "nothing here"}, content_type=None)
    s.patch("PATCH is not checked", "registered-models/update", {"name": "nothing here"}, content_type=None)
    s.delete("DELETE as plain text", "registered-models/delete", {"name": "nothing here"}, content_type="text/plain")
    return s


def _field_types() -> Scenario:
    s = Scenario("transport field types")
    for title, value in [
        ("number", 12),
        ("fraction", 1.5),
        ("boolean", True),
        ("list", ["a"]),
        ("object", {"a": 1}),
        ("null", None),
        ("empty string", ""),
    ]:
        s.post(f"name is a {title}", "experiments/create", {"name": value})
    s.experiment()
    for title, value in [("string", "x"), ("object", {}), ("list of strings", ["x"]), ("list of lists", [[]]), ("number", 3)]:
        s.post(f"tags is a {title}", "experiments/create", {"name": f"tags {title}", "tags": value}, compare="error")
    s.post("tags is null", "experiments/create", {"name": "tags null", "tags": None}, save={"n": "experiment_id"})
    s.post("experiment_id is a number", "runs/create", {"experiment_id": 1}, compare="error")
    for title, value in [("numeric string", "1234"), ("number", 1234), ("whole fraction", 1234.0)]:
        s.post(f"start_time is a {title}", "runs/create", {"experiment_id": "$e", "start_time": value, "run_name": "typed"}, save={"r": "run.info.run_id"})
    for title, value in [("word", "soon"), ("fraction", 1.5), ("boolean", True), ("list", [1]), ("huge number", 10**30)]:
        s.post(f"start_time is a {title}", "runs/create", {"experiment_id": "$e", "start_time": value, "run_name": "typed"}, compare="error")
    for title, value in [("name", "FINISHED"), ("number", 3), ("bad name", "BOGUS"), ("bad number", 99), ("lower case", "finished"), ("list", ["FINISHED"]), ("null", None)]:
        s.post(f"status is a {title}", "runs/update", {"run_id": "$r", "status": value, "end_time": 5}, compare="error")
    for title, value in [("name", "ALL"), ("number", 3), ("bad name", "BOGUS"), ("bad number", 7)]:
        s.post(f"run_view_type is a {title}", "runs/search", {"experiment_ids": [], "run_view_type": value}, compare="error")
    for title, value in [("numeric string", "5"), ("number", 5), ("fraction", 1.5), ("word", "many"), ("boolean", True), ("null", None), ("negative", -1)]:
        s.post(f"max_results is a {title}", "runs/search", {"experiment_ids": [], "max_results": value})
    return s


def _query_parameters() -> Scenario:
    s = Scenario("transport query parameters")
    s.experiment()
    s.get("missing", "experiments/get")
    s.get("empty", "experiments/get?experiment_id=")
    s.get("unknown ones are ignored", "experiments/get?experiment_id=$e&colour=red")
    s.get("given twice", "experiments/get?experiment_id=$e&experiment_id=999", compare="status")
    s.get("search by GET", "experiments/search?max_results=1&filter=name%20%3D%20%27transport%20query%20parameters%27")
    s.get("search by GET, no max_results", "experiments/search")
    s.get("search by GET, view type", "experiments/search?max_results=1&view_type=DELETED_ONLY&filter=name%20%3D%20%27transport%20query%20parameters%27")
    s.get("search by GET, bad view type", "experiments/search?max_results=1&view_type=NONE", compare="error")
    s.get("order_by repeated", "experiments/search?max_results=1&order_by=name&order_by=experiment_id%20DESC&filter=name%20LIKE%20%27transport%20query%25%27")
    s.post("make a logged model", "logged-models", {"experiment_id": "$e", "name": "m"}, save={"m": "model.info.model_id"})
    s.delete("delete it", "logged-models/$m")
    for value in ["true", "True", "TRUE", "false", "False", "1", "maybe", ""]:
        s.get(f"boolean as {value or 'nothing'}", f"logged-models/$m?allow_deleted={value}", compare="error")
    s.get("bad percent encoding", "experiments/get-by-name?experiment_name=%zz", compare="status")
    s.get("not UTF-8", "experiments/get-by-name?experiment_name=%ff%fe", compare="status")
    s.get("plus is a blank", "experiments/get-by-name?experiment_name=transport+query+parameters")
    return s


def _routes() -> Scenario:
    s = Scenario("transport routes")
    s.get("unknown", "nothing/here")
    s.post("unknown, POST", "nothing/here", {})
    s.get("gone since 2.0: experiments/list", "experiments/list")
    s.get("gone since 2.0: runs/list", "runs/list")
    s.get("GET of a POST route", "experiments/create")
    s.post("POST of a GET route", "experiments/get", {"experiment_id": "0"})
    s.delete("DELETE of a POST route", "runs/create", {})
    s.send("PUT of a POST route", "PUT", "runs/create", {})
    s.send("PATCH of a GET route", "PATCH", "runs/get", {})
    s.get("preset root", "/api/2.0/mlflow", compare="status")
    s.get("webhooks", "webhooks", compare="status")
    # Not built in Slipway: a client falls back when it reads a plain 404.
    s.post("traces", "/api/3.0/mlflow/traces", {"trace": {}}, compare="status")
    s.post("OpenTelemetry spans", "/v1/traces", {}, compare="status")
    s.post("trace search", "/api/3.0/mlflow/traces/search", {}, compare="status")
    s.get("scorers", "/api/3.0/mlflow/scorers/list?experiment_id=0", compare="status")
    s.get("gateway endpoints", "/api/3.0/mlflow/gateway/endpoints/list", compare="status")
    s.post("evaluation datasets", "/api/3.0/mlflow/datasets/search", {}, compare="status")
    s.get("workspaces", "/api/3.0/mlflow/workspaces", compare="status")
    return s


def _service() -> Scenario:
    s = Scenario("transport service")
    s.get("health", "/health")
    s.get("version", "/version", compare="status")
    s.get("server-info", "/api/3.0/mlflow/server-info", compare="status")
    s.get("server-info below ajax-api", "/ajax-api/3.0/mlflow/server-info", compare="status")
    return s
