"""Model versions: create, sources, get, update, stages, delete, tags, search, download."""

from urllib.parse import quote

from ..scenario import Scenario

CREATE = "model-versions/create"
SEARCH = "model-versions/search"
MOVE = "model-versions/transition-stage"


def scenarios() -> list[Scenario]:
    """The scenarios of this file."""
    return [_create(), _run_sources(), _model_sources(), _copies(), _foreign_sources(), _get(), _update(), _stages(), _delete(), _tags(), _search(), _search_refused(), _pages()]


def _create() -> Scenario:
    s = Scenario("model versions create")
    s.model("vc")
    s.post("plain", CREATE, {"name": "vc", "source": "s3://bucket/m"})
    s.post("with all", CREATE, {"name": "vc", "source": "s3://bucket/m", "run_id": "not-a-run", "run_link": "http://host/run", "description": "What", "tags": [{"key": "b", "value": "2"}, {"key": "a", "value": "1"}, {"key": "b", "value": "3"}]})
    s.post("with empties", CREATE, {"name": "vc", "source": "s3://bucket/m", "run_id": "", "run_link": "", "description": "", "tags": [], "model_id": ""})
    s.post("with nulls", CREATE, {"name": "vc", "source": "s3://bucket/m", "run_id": None, "description": None, "tags": None})
    s.get("the model afterwards", "registered-models/get?name=vc")
    s.post("unknown model", CREATE, {"name": "vc nowhere", "source": "s3://bucket/m"})
    s.post("no name", CREATE, {"source": "s3://bucket/m"})
    s.post("no source", CREATE, {"name": "vc"})
    s.post("empty source", CREATE, {"name": "vc", "source": ""})
    s.post("source is a number", CREATE, {"name": "vc", "source": 5})
    s.post("name is a number", CREATE, {"name": 5, "source": "s3://bucket/m"})
    s.post("bad name", CREATE, {"name": "a/b", "source": "s3://bucket/m"})
    s.post("bad tag key", CREATE, {"name": "vc", "source": "s3://bucket/m", "tags": [{"key": "../a", "value": "x"}]}, compare="error")
    s.post("unknown model_id", CREATE, {"name": "vc", "source": "s3://bucket/m", "model_id": "m-nowhere"})
    return s


def _run_sources() -> Scenario:
    s = Scenario("model versions run sources")
    s.experiment()
    s.run("r")
    s.run("o")
    s.model("vr")
    inside = "mlflow-artifacts:/$e/$r/artifacts"
    for title, source, run in [
        ("its artifacts", f"{inside}/model", "$r"),
        ("the root of its artifacts", inside, "$r"),
        ("trailing slash", f"{inside}/model/", "$r"),
        ("runs uri", "runs:/$r/model", "$r"),
        ("runs uri of an unknown run", "runs:/nowhere/model", "nowhere"),
    ]:
        s.post(f"accepts {title}", CREATE, {"name": "vr", "source": source, "run_id": run})
    for title, source, run in [
        ("another run's artifacts", f"{inside}/model", "$o"),
        ("artifacts without a run", f"{inside}/model", None),
        ("artifacts of an unknown run", "mlflow-artifacts:/$e/nowhere/artifacts", "nowhere"),
        ("a sibling folder", "mlflow-artifacts:/$e/$r/artifacts2/model", "$r"),
        ("the folder above", "mlflow-artifacts:/$e/$r", "$r"),
        ("dots", f"{inside}/../../x", "$r"),
        ("encoded dots", f"{inside}/%2e%2e/%2e%2e/x", "$r"),
        ("twice encoded dots", f"{inside}/%252e%252e/x", "$r"),
        ("NUL", f"{inside}/a%00b", "$r"),
        ("runs uri without a run", "runs:/$r/model", None),
        ("runs uri of another run", "runs:/$r/model", "$o"),
        ("runs uri with a host", "runs://host/$r/model", "$r"),
        ("a bare path", "/tmp", "$r"),
        ("a file uri", "file:///tmp", None),
        ("a file uri with a run", "file:///etc/", "$r"),
        ("a relative path", "model", "$r"),
        ("dots alone", "../../../etc", "$r"),
    ]:
        body = {"name": "vr", "source": source} | ({} if run is None else {"run_id": run})
        s.post(f"refuses {title}", CREATE, body, compare="error")
    s.get("download of artifacts", "model-versions/get-download-uri?name=vr&version=1")
    s.get("download of a runs uri", "model-versions/get-download-uri?name=vr&version=4")
    return s


def _model_sources() -> Scenario:
    s = Scenario("model versions logged model sources")
    s.experiment()
    s.run("r")
    s.post("make logged model", "logged-models", {"experiment_id": "$e", "name": "tree", "source_run_id": "$r"}, save={"m": "model.info.model_id"})
    s.post("make another", "logged-models", {"experiment_id": "$e", "name": "bush"}, save={"n": "model.info.model_id"})
    s.model("vm")
    s.post("models uri", CREATE, {"name": "vm", "source": "models:/$m", "model_id": "$m"})
    s.post("models uri with a run", CREATE, {"name": "vm", "source": "models:/$m", "model_id": "$m", "run_id": "given"})
    s.post("its artifacts", CREATE, {"name": "vm", "source": "mlflow-artifacts:/$e/models/$m/artifacts", "model_id": "$m"})
    s.post("an address elsewhere", CREATE, {"name": "vm", "source": "s3://bucket/x", "model_id": "$m"})
    s.post("a model without a run", CREATE, {"name": "vm", "source": "models:/$n", "model_id": "$n"})
    s.post("models uri without model_id", CREATE, {"name": "vm", "source": "models:/$m"})
    s.post("models uri of another model", CREATE, {"name": "vm", "source": "models:/$m", "model_id": "$n"})
    s.post("artifacts of another model", CREATE, {"name": "vm", "source": "mlflow-artifacts:/$e/models/$m/artifacts", "model_id": "$n"}, compare="error")
    s.post("runs uri with a model_id", CREATE, {"name": "vm", "source": "runs:/$r/model", "run_id": "$r", "model_id": "$m"}, compare="error")
    s.post("unknown logged model", CREATE, {"name": "vm", "source": "models:/m-nowhere", "model_id": "m-nowhere"}, compare="error")
    s.post("file uri with a model_id", CREATE, {"name": "vm", "source": "file:///path/to/model", "model_id": "$m"}, compare="error")
    s.get("download", "model-versions/get-download-uri?name=vm&version=1")
    s.get("the logged model knows its versions", "logged-models/$m")
    s.delete("delete the logged model", "logged-models/$m")
    s.post("models uri of a deleted model", CREATE, {"name": "vm", "source": "models:/$m", "model_id": "$m"}, compare="error")
    s.get("download afterwards", "model-versions/get-download-uri?name=vm&version=1")
    return s


def _copies() -> Scenario:
    s = Scenario("model versions copies")
    s.experiment()
    s.run("r")
    s.model("vo")
    s.model("vt")
    s.post("original", CREATE, {"name": "vo", "source": "mlflow-artifacts:/$e/$r/artifacts/model", "run_id": "$r"})
    s.post("alias", "registered-models/alias", {"name": "vo", "alias": "champ", "version": "1"})
    s.post("by version", CREATE, {"name": "vt", "source": "models:/vo/1", "run_id": "$r"})
    s.post("by version without a run", CREATE, {"name": "vt", "source": "models:/vo/1"})
    s.post("by alias", CREATE, {"name": "vt", "source": "models:/vo@champ"})
    s.post("by latest", CREATE, {"name": "vt", "source": "models:/vo/latest"})
    s.post("to staging", MOVE, {"name": "vo", "version": "1", "stage": "Staging"})
    s.post("by stage", CREATE, {"name": "vt", "source": "models:/vo/staging"})
    s.post("a copy of a copy", CREATE, {"name": "vt", "source": "models:/vt/5"})
    s.get("download of a copy of a copy", "model-versions/get-download-uri?name=vt&version=6")
    s.post("with another run", CREATE, {"name": "vt", "source": "models:/vo/1", "run_id": "other"})
    s.post("of an empty stage", CREATE, {"name": "vt", "source": "models:/vo/Archived"}, compare="error")
    s.post("of an unknown stage", CREATE, {"name": "vt", "source": "models:/vo/Gold"})
    s.post("of an unknown alias", CREATE, {"name": "vt", "source": "models:/vo@nobody"})
    s.post("of an unknown version", CREATE, {"name": "vt", "source": "models:/vo/99"})
    s.post("of an unknown model", CREATE, {"name": "vt", "source": "models:/nowhere/1"})
    for source in ("models:/", "models:/vo/", "models:/vo/1/x", "models:/vo@", "models://host/vo/1", "models:vo/1"):
        s.post(f"refuses {source}", CREATE, {"name": "vt", "source": source}, compare="error")
    s.delete("delete the original", "model-versions/delete", {"name": "vo", "version": "1"})
    s.post("of a deleted version", CREATE, {"name": "vt", "source": "models:/vo/1"})
    s.get("download of its copy", "model-versions/get-download-uri?name=vt&version=1")
    return s


def _foreign_sources() -> Scenario:
    s = Scenario("model versions foreign sources")
    s.model("vf")
    for source in ("s3://bucket/a/b", "gs://bucket/a", "wasbs://c@account.blob.core.windows.net/a", "dbfs:/a/b", "s3://bucket//a//b/", "s3://bucket/..../a"):
        s.post(f"accepts {source}", CREATE, {"name": "vf", "source": source})
    for source in ("mlflow-artifacts://host:9000/models/../../../", "http://host/models/../../../", "https://host/models/x", "http://host/models/x", "s3a://bucket/models/../x", "ftp://host/models/..", "ftp://host/models/x", "mlflow-artifacts://host/models/..%2f..%2fartifacts", "mlflow-artifacts://host/models/artifact%00", "s3://bucket/%2e%2e/x", "s3://bucket/../x", "hdfs://host/x", "dummy-source"):
        s.post(f"refuses {source}", CREATE, {"name": "vf", "source": source}, compare="error")
    return s


def _get() -> Scenario:
    s = Scenario("model versions get")
    path = "model-versions/get"
    s.model("vg")
    s.version("vg")
    s.get("one", f"{path}?name=vg&version=1")
    for version in ("2", "0", "-1", "one", "1.0", "%201", "01", "99999999999999999999"):
        s.get(f"version {version}", f"{path}?name=vg&version={version}", compare="error")
    s.get("no version", f"{path}?name=vg")
    s.get("no name", f"{path}?version=1")
    s.get("unknown model", f"{path}?name=vg%20nowhere&version=1")
    s.get("bad name", f"{path}?name=a%2Fb&version=1")
    uri = "model-versions/get-download-uri"
    s.get("download", f"{uri}?name=vg&version=1")
    s.get("download of unknown", f"{uri}?name=vg&version=9")
    s.get("download without version", f"{uri}?name=vg")
    s.get("download without name", f"{uri}?version=1")
    return s


def _update() -> Scenario:
    s = Scenario("model versions update")
    path = "model-versions/update"
    s.model("vu")
    s.version("vu", description="first")
    s.patch("new text", path, {"name": "vu", "version": "1", "description": "second"})
    s.patch("empty text", path, {"name": "vu", "version": "1", "description": ""})
    s.patch("no text", path, {"name": "vu", "version": "1"})
    s.get("read", "model-versions/get?name=vu&version=1")
    s.patch("version is a number", path, {"name": "vu", "version": 1, "description": "x"})
    s.patch("text is a number", path, {"name": "vu", "version": "1", "description": 5})
    s.patch("unknown version", path, {"name": "vu", "version": "9", "description": "x"})
    s.patch("no version", path, {"name": "vu", "description": "x"})
    return s


def _stages() -> Scenario:
    s = Scenario("model versions stages")
    s.model("vs")
    for number in range(1, 4):
        s.version("vs", title=str(number))
    s.post("to Staging", MOVE, {"name": "vs", "version": "1", "stage": "Staging"})
    s.post("in lower case", MOVE, {"name": "vs", "version": "2", "stage": "staging"})
    s.post("in capitals, archiving", MOVE, {"name": "vs", "version": "3", "stage": "STAGING", "archive_existing_versions": True})
    s.get("1 is archived", "model-versions/get?name=vs&version=1")
    s.get("2 is archived", "model-versions/get?name=vs&version=2")
    s.post("archiving itself", MOVE, {"name": "vs", "version": "3", "stage": "Staging", "archive_existing_versions": True})
    s.post("archive flag as text", MOVE, {"name": "vs", "version": "3", "stage": "Staging", "archive_existing_versions": "true"})
    s.post("archive flag is a number", MOVE, {"name": "vs", "version": "3", "stage": "Staging", "archive_existing_versions": 1}, compare="error")
    s.post("back to None", MOVE, {"name": "vs", "version": "3", "stage": "None", "archive_existing_versions": False})
    s.post("archiving for None", MOVE, {"name": "vs", "version": "3", "stage": "None", "archive_existing_versions": True}, compare="error")
    s.post("archiving for Archived", MOVE, {"name": "vs", "version": "3", "stage": "Archived", "archive_existing_versions": True}, compare="error")
    s.post("unknown stage", MOVE, {"name": "vs", "version": "3", "stage": "Gold"})
    s.post("unknown version", MOVE, {"name": "vs", "version": "9", "stage": "Staging"})
    s.post("unknown stage and version", MOVE, {"name": "vs", "version": "9", "stage": "Gold"})
    s.post("no stage", MOVE, {"name": "vs", "version": "1"})
    s.post("version is a number", MOVE, {"name": "vs", "version": 1, "stage": "Staging"})
    return s


def _delete() -> Scenario:
    s = Scenario("model versions delete")
    path = "model-versions/delete"
    s.model("vd")
    s.version("vd", title="1")
    s.version("vd", title="2")
    s.delete("delete", path, {"name": "vd", "version": "2"})
    s.delete("again", path, {"name": "vd", "version": "2"})
    s.get("read", "model-versions/get?name=vd&version=2")
    s.get("download", "model-versions/get-download-uri?name=vd&version=2")
    s.get("the model afterwards", "registered-models/get?name=vd")
    s.version("vd", title="after")
    s.post("tag it", "model-versions/set-tag", {"name": "vd", "version": "2", "key": "a", "value": "b"})
    s.post("move it", MOVE, {"name": "vd", "version": "2", "stage": "Staging"})
    s.post("alias it", "registered-models/alias", {"name": "vd", "version": "2", "alias": "x"})
    s.delete("version is a number", path, {"name": "vd", "version": 1})
    s.delete("no version", path, {"name": "vd"})
    s.delete("unknown model", path, {"name": "vd nowhere", "version": "1"})
    return s


def _tags() -> Scenario:
    s = Scenario("model versions tags")
    put, drop = "model-versions/set-tag", "model-versions/delete-tag"
    s.model("vw")
    s.version("vw")
    ref = {"name": "vw", "version": "1"}
    s.post("set", put, ref | {"key": "team", "value": "red"})
    s.post("set again", put, ref | {"key": "team", "value": "blue"})
    s.post("no value", put, ref | {"key": "bare"})
    s.post("value is a number", put, ref | {"key": "n", "value": 5})
    s.post("no key", put, ref | {"value": "x"})
    s.post("version is a number", put, {"name": "vw", "version": 1, "key": "a", "value": "x"})
    s.post("unknown version", put, {"name": "vw", "version": "9", "key": "a", "value": "x"})
    s.post("value of 100001", put, ref | {"key": "long", "value": "v" * 100_001})
    s.post("bad key", put, ref | {"key": "../a", "value": "x"}, compare="error")
    s.get("read", "model-versions/get?name=vw&version=1")
    s.delete("delete", drop, ref | {"key": "team"})
    s.delete("delete again", drop, ref | {"key": "team"})
    s.delete("delete from unknown version", drop, {"name": "vw", "version": "9", "key": "team"})
    s.delete("delete without key", drop, ref)
    s.get("read afterwards", "model-versions/get?name=vw&version=1")
    return s


def _search() -> Scenario:
    s = Scenario("model versions search")
    for name in ("vq alpha", "vq beta"):
        s.model(name)
        for number in (1, 2):
            s.version(name, f"s3://bucket/{name}/{number}", title=str(number), run_id=f"run-{name}", tags=[{"key": "vq.n", "value": str(number)}])
    s.post("alias", "registered-models/alias", {"name": "vq alpha", "alias": "champ", "version": "1"})
    for title, expression in {
        "by name": "name = 'vq alpha'",
        "by name like": "name LIKE 'vq b%'",
        "by name in": "name IN ('vq alpha', 'nowhere')",
        "by run": "run_id = 'run-vq alpha'",
        "by runs": "run_id IN ('run-vq alpha', 'run-vq beta')",
        "by source": "source_path = 's3://bucket/vq beta/2'",
        "by source like": "source_path LIKE 's3://bucket/vq%/1'",
        "by number": "name = 'vq alpha' AND version_number = 2",
        "by number above": "name = 'vq alpha' AND version_number > 1",
        "by quoted number": "name = 'vq alpha' AND version_number = '2'",
        "by tag": "tags.`vq.n` = '1' AND name LIKE 'vq%'",
        "by tag not": "tags.`vq.n` != '1' AND name LIKE 'vq%'",
        "nothing found": "name = 'vq nowhere'",
    }.items():
        s.get(title, f"{SEARCH}?max_results=100&filter={quote(expression)}&order_by=name&order_by=version_number")
    mine = f"max_results=100&filter={quote('name LIKE ' + chr(39) + 'vq %' + chr(39))}"
    for order in ("name DESC", "version_number DESC", "name ASC"):
        s.get(f"order by {order}", f"{SEARCH}?{mine}&order_by={quote(order)}")
    return s


def _search_refused() -> Scenario:
    s = Scenario("model versions search refused")
    for expression in ["name", "name > 'a'", "version_number = 'x'", "version_number LIKE '1'", "version_number = 1.5", "current_stage = 'None'", "description = 'x'", "aliases = 'x'", "source_path IN ('a')", "run_id > 'a'", "tags.a > 'x'", "metrics.a = 1", "run_id IN ()", "run_id IN (1)", "user_id = 'x'"]:
        s.get(expression, f"{SEARCH}?filter={quote(expression)}&max_results=1", compare="error")
    for order in ["name UP", "source_path", "run_id", "current_stage"]:
        s.get(f"order by {order}", f"{SEARCH}?order_by={quote(order)}&max_results=1", compare="error")
    return s


def _pages() -> Scenario:
    s = Scenario("model versions pages")
    s.model("vp")
    for number in range(1, 4):
        s.version("vp", title=str(number))
    mine = f"filter={quote('name = ' + chr(39) + 'vp' + chr(39))}&order_by=version_number"
    s.get("first page", f"{SEARCH}?{mine}&max_results=2", save={"token": "next_page_token"})
    s.get("last page", f"{SEARCH}?{mine}&max_results=2&page_token=$token")
    s.get("no size given", f"{SEARCH}?{mine}")
    s.get("size 200000", f"{SEARCH}?{mine}&max_results=200000")
    s.get("size 200001", f"{SEARCH}?{mine}&max_results=200001")
    s.get("size 0", f"{SEARCH}?{mine}&max_results=0")
    s.get("size is a word", f"{SEARCH}?{mine}&max_results=many")
    s.get("token is no token", f"{SEARCH}?{mine}&page_token=abc")
    return s
