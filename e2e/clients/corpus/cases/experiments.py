"""Experiments: create, get, update, delete, restore, tags, limits."""

from ..scenario import Scenario


def scenarios() -> list[Scenario]:
    """The scenarios of this file."""
    return [_create(), _locations(), _get(), _update(), _lifecycle(), _tags()]


def _create() -> Scenario:
    s = Scenario("experiments create")
    path = "experiments/create"
    s.post("plain", path, {"name": "experiment plain"}, save={"e": "experiment_id"})
    s.get("what was made", "experiments/get?experiment_id=$e")
    s.post("the same name again", path, {"name": "experiment plain"})
    s.post("with tags", path, {"name": "experiment tagged", "tags": [{"key": "b", "value": "2"}, {"key": "a", "value": "1"}]}, save={"t": "experiment_id"})
    s.get("what was made with tags", "experiments/get?experiment_id=$t")
    s.post("tag without value", path, {"name": "experiment tag no value", "tags": [{"key": "a"}]}, save={"v": "experiment_id"})
    s.get("tag without value, read", "experiments/get?experiment_id=$v")
    s.post("tag without key", path, {"name": "experiment tag no key", "tags": [{"value": "a"}]}, compare="error")
    s.post("the same tag twice", path, {"name": "experiment tag twice", "tags": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]}, compare="error")
    s.post("name missing", path, {})
    s.post("name of 500", path, {"name": "n" * 500}, save={"l": "experiment_id"})
    s.post("name of 501", path, {"name": "n" * 501})
    s.post("blank name", path, {"name": "   "}, compare="error")
    s.post("unicode name", path, {"name": "Versuch Ärger 実験 🚀"}, save={"w": "experiment_id"})
    s.get("unicode name, read", "experiments/get?experiment_id=$w")
    s.get("unicode name, found", "experiments/get-by-name?experiment_name=Versuch%20%C3%84rger%20%E5%AE%9F%E9%A8%93%20%F0%9F%9A%80")
    s.post("name with slashes and quotes", path, {"name": "a/b 'c' \"d\" %e"}, save={"q": "experiment_id"})
    s.get("name with slashes and quotes, read", "experiments/get?experiment_id=$q")
    s.post("capitals make another name", path, {"name": "Experiment Plain"}, save={"c": "experiment_id"})
    return s


def _locations() -> Scenario:
    s = Scenario("experiments locations")
    path = "experiments/create"
    s.post("a place of the store", path, {"name": "location own", "artifact_location": "mlflow-artifacts:/own/place"}, save={"e": "experiment_id"})
    s.get("a place of the store, read", "experiments/get?experiment_id=$e")
    s.run("own")
    for index, location in enumerate(["s3://bucket/some/path", "gs://bucket/p"]):
        s.post(f"elsewhere {location}", path, {"name": f"location {index}", "artifact_location": location}, compare="status")
    for index, location in enumerate(
        ["http:///?/../../../../etc/", "http:///#/../../../../etc/", "s3://bucket/x#frag", "s3://bucket/x;params", "runs:/abc/x", "s3://bucket/" + "l" * 2048, "http://host/?a=../.."]
    ):
        s.post(f"refuses {location[:40]}", path, {"name": f"refused location {index}", "artifact_location": location}, compare="error")
    for index, location in enumerate(["file:///etc", "/etc", "..", "mlflow-artifacts:/../x", "dbfs:/", "mlflow-artifacts:/a/%2e%2e/%2e%2e/b", "s3://bucket/../x"]):
        s.post(f"dangerous {location}", path, {"name": f"dangerous location {index}", "artifact_location": location}, compare="status")
    s.post("empty", path, {"name": "location empty", "artifact_location": ""}, save={"e": "experiment_id"})
    s.get("empty means the default", "experiments/get?experiment_id=$e")
    s.post("trailing slash", path, {"name": "location slash", "artifact_location": "mlflow-artifacts:/own/slash/"}, save={"e": "experiment_id"})
    s.get("trailing slash, read", "experiments/get?experiment_id=$e")
    s.run("slash")
    return s


def _get() -> Scenario:
    s = Scenario("experiments get")
    s.experiment()
    s.get("by id", "experiments/get?experiment_id=$e")
    s.get("by name", "experiments/get-by-name?experiment_name=experiments%20get")
    s.get("the default one", "experiments/get?experiment_id=0")
    s.get("the default one by name", "experiments/get-by-name?experiment_name=Default")
    s.get("unknown id", "experiments/get?experiment_id=123456789")
    s.get("id is a word", "experiments/get?experiment_id=abc")
    s.get("id is negative", "experiments/get?experiment_id=-1", compare="error")
    s.get("id is a fraction", "experiments/get?experiment_id=1.5")
    s.get("id beyond 64 bits", "experiments/get?experiment_id=99999999999999999999999", compare="error")
    s.get("id missing", "experiments/get")
    s.get("unknown name", "experiments/get-by-name?experiment_name=no%20such%20name")
    s.get("name missing", "experiments/get-by-name")
    s.get("name empty", "experiments/get-by-name?experiment_name=")
    s.get("name in other case", "experiments/get-by-name?experiment_name=Experiments%20Get")
    return s


def _update() -> Scenario:
    s = Scenario("experiments update")
    s.experiment()
    s.experiment("o", " other")
    s.post("new name", "experiments/update", {"experiment_id": "$e", "new_name": "experiment renamed"})
    s.get("has the new name", "experiments/get?experiment_id=$e")
    s.get("old name is free", "experiments/get-by-name?experiment_name=experiments%20update")
    s.post("to its own name", "experiments/update", {"experiment_id": "$e", "new_name": "experiment renamed"})
    s.post("to a taken name", "experiments/update", {"experiment_id": "$e", "new_name": "experiments update other"})
    s.post("no new name", "experiments/update", {"experiment_id": "$e"})
    s.post("empty new name", "experiments/update", {"experiment_id": "$e", "new_name": ""})
    s.post("new name of 501", "experiments/update", {"experiment_id": "$e", "new_name": "n" * 501}, compare="error")
    s.post("new name is a number", "experiments/update", {"experiment_id": "$e", "new_name": 5})
    s.post("no id", "experiments/update", {"new_name": "x"})
    s.post("unknown id", "experiments/update", {"experiment_id": "123456789", "new_name": "x"})
    s.post("id is a word", "experiments/update", {"experiment_id": "abc", "new_name": "x"})
    s.post("delete it", "experiments/delete", {"experiment_id": "$e"})
    s.post("rename a deleted one", "experiments/update", {"experiment_id": "$e", "new_name": "late"})
    return s


def _lifecycle() -> Scenario:
    s = Scenario("experiments lifecycle")
    s.experiment()
    s.run("kept")
    s.run("gone")
    s.post("delete one run", "runs/delete", {"run_id": "$gone"})
    s.post("delete", "experiments/delete", {"experiment_id": "$e"})
    s.get("deleted one is read by id", "experiments/get?experiment_id=$e")
    s.get("deleted one is read by name", "experiments/get-by-name?experiment_name=experiments%20lifecycle")
    s.get("its run is deleted", "runs/get?run_id=$kept")
    s.post("its name stays taken", "experiments/create", {"name": "experiments lifecycle"})
    s.post("delete twice", "experiments/delete", {"experiment_id": "$e"})
    s.post("run in a deleted one", "runs/create", {"experiment_id": "$e"})
    s.post("tag on a deleted one", "experiments/set-experiment-tag", {"experiment_id": "$e", "key": "a", "value": "b"})
    s.post("tag off a deleted one", "experiments/delete-experiment-tag", {"experiment_id": "$e", "key": "a"})
    s.post("search its runs", "runs/search", {"experiment_ids": ["$e"]})
    s.post("search its deleted runs", "runs/search", {"experiment_ids": ["$e"], "run_view_type": "DELETED_ONLY", "order_by": ["run_name"]})
    s.post("logged model in a deleted one", "logged-models", {"experiment_id": "$e", "name": "m"})
    s.post("restore", "experiments/restore", {"experiment_id": "$e"})
    s.get("restored", "experiments/get?experiment_id=$e")
    s.get("its run is back", "runs/get?run_id=$kept")
    s.get("the run deleted before is back too", "runs/get?run_id=$gone")
    s.post("restore twice", "experiments/restore", {"experiment_id": "$e"})
    for verb in ("delete", "restore"):
        s.post(f"{verb} without id", f"experiments/{verb}", {})
        s.post(f"{verb} unknown", f"experiments/{verb}", {"experiment_id": "123456789"})
        s.post(f"{verb} a word", f"experiments/{verb}", {"experiment_id": "abc"})
    return s


def _tags() -> Scenario:
    s = Scenario("experiments tags")
    s.experiment()
    put, drop = "experiments/set-experiment-tag", "experiments/delete-experiment-tag"
    s.post("set", put, {"experiment_id": "$e", "key": "team", "value": "red"})
    s.post("set again", put, {"experiment_id": "$e", "key": "team", "value": "blue"})
    s.post("no value", put, {"experiment_id": "$e", "key": "bare"})
    s.post("empty value", put, {"experiment_id": "$e", "key": "void", "value": ""})
    s.post("null value", put, {"experiment_id": "$e", "key": "nought", "value": None})
    s.post("unicode", put, {"experiment_id": "$e", "key": "größe", "value": "実験"})
    s.post("value is a number", put, {"experiment_id": "$e", "key": "n", "value": 5})
    s.post("no key", put, {"experiment_id": "$e", "value": "x"})
    s.post("empty key", put, {"experiment_id": "$e", "key": "", "value": "x"})
    s.post("key is a number", put, {"experiment_id": "$e", "key": 5, "value": "x"})
    s.post("no id", put, {"key": "a", "value": "x"})
    s.post("unknown id", put, {"experiment_id": "123456789", "key": "a", "value": "x"})
    s.post("id is a word", put, {"experiment_id": "abc", "key": "a", "value": "x"})
    s.post("key of 250", put, {"experiment_id": "$e", "key": "k" * 250, "value": "x"})
    s.post("key of 251", put, {"experiment_id": "$e", "key": "k" * 251, "value": "x"})
    s.post("value of 5000", put, {"experiment_id": "$e", "key": "long", "value": "v" * 5000})
    s.post("value of 5001", put, {"experiment_id": "$e", "key": "longer", "value": "v" * 5001}, compare="error")
    for key in ["a b", "a.b-c_d/e", "a:b", "../up", "/top", "a//b", "a/.", "a#b", "a\\b", "a\nb", "."]:
        s.post(f"key {key!r}", put, {"experiment_id": "$e", "key": key, "value": "x"}, compare="error")
    s.get("all tags", "experiments/get?experiment_id=$e")
    s.post("delete one", drop, {"experiment_id": "$e", "key": "team"})
    s.post("delete it again", drop, {"experiment_id": "$e", "key": "team"})
    s.post("delete without key", drop, {"experiment_id": "$e"})
    s.post("delete without id", drop, {"key": "team"})
    s.post("delete from unknown", drop, {"experiment_id": "123456789", "key": "team"})
    return s
