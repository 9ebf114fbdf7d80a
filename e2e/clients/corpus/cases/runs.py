"""Runs: create, get, update, delete, restore, parameters and tags."""

from ..scenario import Scenario

BAD_KEYS = ["../up", "/top", "a//b", "a/", "a/.", ".", "..", "a/../b", "a#b", "a\\b", "a\nb", "a%b", "a,b", "a\tb"]
GOOD_KEYS = ["a b", "a.b-c_d/e", "a:b", "größe", "実験", " a", "...", "a..b", ".hidden", "-", "é" * 250]


def scenarios() -> list[Scenario]:
    """The scenarios of this file."""
    return [_create(), _create_names(), _create_tags(), _get(), _update(), _lifecycle(), _deleted(), _params(), _tags(), _keys()]


def _create() -> Scenario:
    s = Scenario("runs create")
    s.experiment()
    path = "runs/create"
    s.post("only an experiment", path, {"experiment_id": "$e"}, save={"r": "run.info.run_id"})
    s.get("only an experiment, read", "runs/get?run_id=$r")
    s.post("every field", path, {"experiment_id": "$e", "user_id": "ada", "run_name": "full", "start_time": 17, "tags": [{"key": "a", "value": "1"}]}, save={"f": "run.info.run_id"})
    s.get("every field, read", "runs/get?run_id=$f")
    s.post("no body", path, {})
    s.post("no experiment", path, {"run_name": "lost"})
    s.post("empty experiment", path, {"experiment_id": ""})
    s.post("unknown experiment", path, {"experiment_id": "123456789"})
    s.post("experiment is a word", path, {"experiment_id": "abc"})
    s.post("experiment is null", path, {"experiment_id": None})
    s.post("the default experiment", path, {"experiment_id": "0", "run_name": "in default"}, save={"d": "run.info.run_id"})
    s.post("start time zero", path, {"experiment_id": "$e", "run_name": "zero", "start_time": 0})
    s.post("start time negative", path, {"experiment_id": "$e", "run_name": "negative", "start_time": -5})
    s.post("user is a number", path, {"experiment_id": "$e", "user_id": 5}, compare="error")
    s.post("status is not a field", path, {"experiment_id": "$e", "run_name": "status", "status": "FINISHED"})
    s.post("end time is not a field", path, {"experiment_id": "$e", "run_name": "end", "end_time": 9})
    return s


def _create_names() -> Scenario:
    s = Scenario("runs create names")
    s.experiment()
    path = "runs/create"
    name_tag = [{"key": "mlflow.runName", "value": "from the tag"}]
    s.post("by the tag", path, {"experiment_id": "$e", "tags": name_tag})
    s.post("by both, the same", path, {"experiment_id": "$e", "run_name": "from the tag", "tags": name_tag})
    s.post("by both, different", path, {"experiment_id": "$e", "run_name": "from the field", "tags": name_tag})
    s.post("empty field", path, {"experiment_id": "$e", "run_name": ""})
    s.post("empty tag", path, {"experiment_id": "$e", "tags": [{"key": "mlflow.runName", "value": ""}]}, compare="status")
    s.post("blank", path, {"experiment_id": "$e", "run_name": "   "})
    s.post("of 300 characters", path, {"experiment_id": "$e", "run_name": "n" * 300}, save={"l": "run.info.run_id"})
    s.post("unicode", path, {"experiment_id": "$e", "run_name": "Größe 実験 🚀"})
    s.post("quotes and slashes", path, {"experiment_id": "$e", "run_name": "a/b 'c' \"d\" <e>"})
    s.post("a number", path, {"experiment_id": "$e", "run_name": 5})
    s.post("twice the same", path, {"experiment_id": "$e", "run_name": "unicorn"})
    s.post("twice the same, again", path, {"experiment_id": "$e", "run_name": "unicorn"})
    return s


def _create_tags() -> Scenario:
    s = Scenario("runs create tags")
    s.experiment()
    path = "runs/create"

    def with_tags(title: str, tags: object, **options: object) -> None:
        s.post(title, path, {"experiment_id": "$e", "run_name": "tagged", "tags": tags}, **options)  # type: ignore[arg-type]

    with_tags("none", [])
    with_tags("several", [{"key": "b", "value": "2"}, {"key": "a", "value": "1"}])
    with_tags("without value", [{"key": "a"}])
    with_tags("without key", [{"value": "a"}], compare="error")
    with_tags("empty key", [{"key": "", "value": "a"}], compare="error")
    with_tags("value is a number", [{"key": "a", "value": 5}], compare="error")
    with_tags("value is null", [{"key": "a", "value": None}])
    with_tags("the same twice", [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}], compare="status")
    with_tags("value of 8000", [{"key": "a", "value": "v" * 8000}])
    with_tags("value of 8001", [{"key": "a", "value": "v" * 8001}], compare="status")
    with_tags("key of 251", [{"key": "k" * 251, "value": "v"}], compare="error")
    with_tags("a bad key", [{"key": "a#b", "value": "v"}], compare="error")
    with_tags("an upward key", [{"key": "../b", "value": "v"}], compare="error")
    with_tags("a parent that does not exist", [{"key": "mlflow.parentRunId", "value": "0" * 32}])
    with_tags("more than a hundred", [{"key": f"k{n:03}", "value": "v"} for n in range(120)])
    with_tags("an object", {"a": "b"}, compare="error")
    return s


def _get() -> Scenario:
    s = Scenario("runs get")
    s.experiment()
    s.run("r")
    s.get("by run_id", "runs/get?run_id=$r")
    s.get("by run_uuid", "runs/get?run_uuid=$r")
    s.get("by both", "runs/get?run_id=$r&run_uuid=$r")
    s.get("below ajax-api", "/ajax-api/2.0/mlflow/runs/get?run_uuid=$r")
    s.get("missing", "runs/get")
    s.get("empty", "runs/get?run_id=")
    s.get("unknown", f"runs/get?run_id={'0' * 32}")
    s.get("a word", "runs/get?run_id=nonsense")
    s.get("in capitals", f"runs/get?run_id={'ABCDEF01' * 4}")
    s.get("a path", "runs/get?run_id=..%2F..%2Fetc")
    s.get("of 300 characters", f"runs/get?run_id={'a' * 300}")
    s.get("with a quote", "runs/get?run_id=%27%20OR%201%3D1")
    s.get("unicode", "runs/get?run_id=%C3%A9")
    return s


def _update() -> Scenario:
    s = Scenario("runs update")
    s.experiment()
    s.run("r")
    path = "runs/update"
    s.post("nothing", path, {"run_id": "$r"})
    s.post("status", path, {"run_id": "$r", "status": "SCHEDULED"})
    s.post("end", path, {"run_id": "$r", "status": "FINISHED", "end_time": 2000})
    s.post("end time alone", path, {"run_id": "$r", "end_time": 3000})
    s.post("back to running", path, {"run_id": "$r", "status": "RUNNING"})
    s.post("end time zero", path, {"run_id": "$r", "end_time": 0})
    s.post("end time negative", path, {"run_id": "$r", "end_time": -7})
    s.post("name", path, {"run_id": "$r", "run_name": "second name"})
    s.get("its name and tag", "runs/get?run_id=$r")
    s.post("empty name", path, {"run_id": "$r", "run_name": ""})
    s.post("name null", path, {"run_id": "$r", "run_name": None})
    s.post("name number", path, {"run_id": "$r", "run_name": 5})
    s.post("by run_uuid", path, {"run_uuid": "$r", "status": "FAILED"})
    s.post("by both ids", path, {"run_id": "$r", "run_uuid": "$r", "status": "KILLED", "end_time": 4000})
    s.get("after all", "runs/get?run_id=$r")
    s.post("missing run", path, {"status": "FINISHED"})
    s.post("unknown run", path, {"run_id": "0" * 32, "status": "FINISHED"})
    s.post("status empty", path, {"run_id": "$r", "status": ""}, compare="error")
    s.post("status of another case", path, {"run_id": "$r", "status": "Finished"}, compare="error")
    s.post("run is a number", path, {"run_id": 5, "status": "FINISHED"}, compare="error")
    return s


def _lifecycle() -> Scenario:
    s = Scenario("runs lifecycle")
    s.experiment()
    s.run("r")
    s.post("delete", "runs/delete", {"run_id": "$r"})
    s.get("deleted, read", "runs/get?run_id=$r")
    s.post("delete again", "runs/delete", {"run_id": "$r"})
    s.post("restore", "runs/restore", {"run_id": "$r"})
    s.get("restored, read", "runs/get?run_id=$r")
    s.post("restore again", "runs/restore", {"run_id": "$r"})
    for verb in ("delete", "restore"):
        s.post(f"{verb} nothing", f"runs/{verb}", {})
        s.post(f"{verb} unknown", f"runs/{verb}", {"run_id": "0" * 32})
        s.post(f"{verb} a number", f"runs/{verb}", {"run_id": 5}, compare="error")
    s.post("restore in a deleted experiment", "experiments/delete", {"experiment_id": "$e"})
    s.post("restore the run alone", "runs/restore", {"run_id": "$r"})
    s.get("restored alone, read", "runs/get?run_id=$r")
    return s


def _deleted() -> Scenario:
    s = Scenario("runs deleted")
    s.experiment()
    s.run("r")
    s.post("a tag before", "runs/set-tag", {"run_id": "$r", "key": "a", "value": "1"})
    s.post("delete", "runs/delete", {"run_id": "$r"})
    metric = {"key": "m", "value": 1, "timestamp": 1}
    s.post("log-metric", "runs/log-metric", {"run_id": "$r", **metric})
    s.post("log-parameter", "runs/log-parameter", {"run_id": "$r", "key": "p", "value": "1"})
    s.post("set-tag", "runs/set-tag", {"run_id": "$r", "key": "a", "value": "2"})
    s.post("delete-tag", "runs/delete-tag", {"run_id": "$r", "key": "a"})
    s.post("update", "runs/update", {"run_id": "$r", "status": "FINISHED"})
    s.post("log-batch of metrics", "runs/log-batch", {"run_id": "$r", "metrics": [metric]})
    s.post("log-batch of params", "runs/log-batch", {"run_id": "$r", "params": [{"key": "p", "value": "1"}]})
    s.post("log-batch of tags", "runs/log-batch", {"run_id": "$r", "tags": [{"key": "t", "value": "1"}]})
    s.post("log-batch of nothing", "runs/log-batch", {"run_id": "$r"})
    s.get("nothing was written", "runs/get?run_id=$r")
    return s


def _params() -> Scenario:
    s = Scenario("runs parameters")
    s.experiment()
    s.run("r")
    path = "runs/log-parameter"

    def log(title: str, key: object, value: object, **options: object) -> None:
        s.post(title, path, {"run_id": "$r", "key": key, "value": value}, **options)  # type: ignore[arg-type]

    log("plain", "depth", "3")
    log("the same again", "depth", "3")
    log("another value", "depth", "5", compare="error")
    log("empty value", "void", "")
    log("empty value again", "void", "")
    log("a value after the empty one", "void", "x", compare="error")
    s.post("no value", path, {"run_id": "$r", "key": "bare"})
    log("null value", "nought", None)
    log("number", "n", 5)
    log("list", "n", [5], compare="error")
    log("unicode", "größe", "実験 🚀")
    log("blank value", "blank", "   ")
    log("line breaks", "lines", "a\nb\tc")
    log("6000 characters", "long", "v" * 6000)
    log("6001 characters", "longer", "v" * 6001)
    log("6001 characters again", "longer", "v" * 6001)
    log("6001 characters, another end", "longer", "v" * 6000 + "w")
    log("6001 characters, another beginning", "longer", "w" + "v" * 6000, compare="error")
    log("an emoji across the limit", "edge", "v" * 5999 + "🚀🚀")
    log("key of 250", "k" * 250, "x")
    log("key of 251", "k" * 251, "x")
    log("empty key", "", "x")
    log("key number", 5, "x")
    s.post("no key", path, {"run_id": "$r", "value": "x"})
    s.post("no run", path, {"key": "a", "value": "x"})
    s.post("unknown run", path, {"run_id": "0" * 32, "key": "a", "value": "x"})
    s.post("by run_uuid", path, {"run_uuid": "$r", "key": "uuid", "value": "x"})
    s.get("all of them", "runs/get?run_id=$r")
    return s


def _tags() -> Scenario:
    s = Scenario("runs tags")
    s.experiment()
    s.run("r")
    put, drop = "runs/set-tag", "runs/delete-tag"

    def set_tag(title: str, key: object, value: object, **options: object) -> None:
        s.post(title, put, {"run_id": "$r", "key": key, "value": value}, **options)  # type: ignore[arg-type]

    set_tag("plain", "team", "red")
    set_tag("over it", "team", "blue")
    set_tag("empty", "void", "")
    s.post("no value", put, {"run_id": "$r", "key": "bare"})
    set_tag("null", "nought", None)
    set_tag("number", "n", 5)
    set_tag("unicode", "größe", "実験 🚀")
    set_tag("8000 characters", "long", "v" * 8000)
    set_tag("8001 characters", "longer", "v" * 8001)
    set_tag("key of 250", "k" * 250, "x")
    set_tag("key of 251", "k" * 251, "x")
    set_tag("empty key", "", "x")
    set_tag("key number", 5, "x")
    set_tag("a name", "mlflow.runName", "renamed")
    s.get("renamed, read", "runs/get?run_id=$r")
    set_tag("an empty name", "mlflow.runName", "")
    s.post("no run", put, {"key": "a", "value": "x"})
    s.post("unknown run", put, {"run_id": "0" * 32, "key": "a", "value": "x"})
    s.post("by run_uuid", put, {"run_uuid": "$r", "key": "uuid", "value": "x"})
    s.get("all of them", "runs/get?run_id=$r")
    s.post("delete", drop, {"run_id": "$r", "key": "team"})
    s.post("delete again", drop, {"run_id": "$r", "key": "team"})
    s.post("delete without key", drop, {"run_id": "$r"})
    s.post("delete without run", drop, {"key": "team"})
    s.post("delete from an unknown run", drop, {"run_id": "0" * 32, "key": "team"})
    s.post("delete an odd key", drop, {"run_id": "$r", "key": "a#b"})
    s.post("delete the name", drop, {"run_id": "$r", "key": "mlflow.runName"})
    s.get("what is left", "runs/get?run_id=$r")
    return s


def _keys() -> Scenario:
    s = Scenario("runs keys")
    s.experiment()
    s.run("r")
    for key in BAD_KEYS + GOOD_KEYS:
        shown = repr(key)[:30]
        s.post(f"parameter {shown}", "runs/log-parameter", {"run_id": "$r", "key": key, "value": "x"}, compare="error")
        s.post(f"tag {shown}", "runs/set-tag", {"run_id": "$r", "key": key, "value": "x"}, compare="error")
        s.post(f"metric {shown}", "runs/log-metric", {"run_id": "$r", "key": key, "value": 1, "timestamp": 1}, compare="error")
    s.post("message for a bad character", "runs/log-parameter", {"run_id": "$r", "key": "a#b", "value": "x"})
    s.post("message for a path", "runs/log-parameter", {"run_id": "$r", "key": "a//b", "value": "x"})
    s.post("message for a bad metric", "runs/log-metric", {"run_id": "$r", "key": "a#b", "value": 1, "timestamp": 1})
    s.post("message for a bad tag", "runs/set-tag", {"run_id": "$r", "key": "../b", "value": "x"})
    s.get("what was kept", "runs/get?run_id=$r", unordered=("metrics",))
    return s
