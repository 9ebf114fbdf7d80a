"""Search of runs: every operator on every entity, orders, pages and the oddities of the grammar."""

from ..scenario import Scenario

PATH = "runs/search"
NAMES = "runs.*.info.run_name"


def scenarios() -> list[Scenario]:
    """The scenarios of this file."""
    return [_attributes(), _metrics(), _pairs(), _datasets(), _syntax(), _superset(), _order(), _pages(), _views(), _shape()]


def _filled(name: str) -> Scenario:
    """Four runs: alpha and beta have everything, gamma little, delta nothing."""
    s = Scenario(name)
    s.experiment()
    for index, run in enumerate(["alpha", "beta", "gamma", "delta"]):
        s.post(f"make {run}", "runs/create", {"experiment_id": "$e", "start_time": 1000 + index, "run_name": run, "user_id": ["ada", "Bob", "ada", ""][index]}, save={run: "run.info.run_id"})
    for run, metrics, params, tags in [
        ("alpha", {"loss": 0.5, "acc": 0.9, "my metric": 1}, {"lr": "0.1", "opt": "adam", "my param": "x"}, {"team": "red", "mlflow.user": "ada", "note": "50% off"}),
        ("beta", {"loss": 0.25, "acc": 0.9, "my metric": 2}, {"lr": "0.01", "opt": "SGD", "my param": "y"}, {"team": "Red", "mlflow.user": "bob", "note": "a_b"}),
        ("gamma", {"loss": "NaN"}, {"lr": ""}, {"team": ""}),
    ]:
        s.post(
            f"fill {run}",
            "runs/log-batch",
            {
                "run_id": f"${run}",
                "metrics": [{"key": k, "value": v, "timestamp": 1, "step": 0} for k, v in metrics.items()],
                "params": [{"key": k, "value": v} for k, v in params.items()],
                "tags": [{"key": k, "value": v} for k, v in tags.items()],
            },
        )
    s.post("end alpha", "runs/update", {"run_id": "$alpha", "status": "FINISHED", "end_time": 5000})
    s.post("fail beta", "runs/update", {"run_id": "$beta", "status": "FAILED", "end_time": 6000})
    return s


def _ask(s: Scenario, *filters: str, order_by: list[str] | None = None) -> None:
    for text in filters:
        s.post(f"filter {text}", PATH, {"experiment_ids": ["$e"], "filter": text, "order_by": order_by or ["attributes.start_time ASC"]}, pick=NAMES, compare="error" if order_by is None else "exact")


def _attributes() -> Scenario:
    s = _filled("search attributes")
    for prefix in ("", "attributes.", "attribute.", "attr.", "run."):
        _ask(s, f"{prefix}run_name = 'alpha'", f"{prefix}start_time > 1001")
    for operator in ("=", "!=", "LIKE", "ILIKE", "like", "iLike", ">", "<", ">=", "IN", "IS NULL"):
        for field, value in [("run_name", "'ALPHA'"), ("status", "'FINISHED'"), ("user_id", "'ada'")]:
            _ask(s, f"{field} {operator} {value if operator != 'IS NULL' else ''}".strip())
    for operator in ("=", "!=", ">", "<", ">=", "<=", "LIKE", "IN"):
        _ask(s, f"start_time {operator} 1001", f"attributes.end_time {operator} 5000")
    _ask(s, "run_name LIKE '%a'", "run_name LIKE '%A'", "run_name ILIKE '%A'", "run_name LIKE '_eta'", "run_name LIKE 'al_ha'", "run_name LIKE ''", "run_name = ''", "run_name != ''")
    _ask(s, "start_time = '1001'", "start_time = 1001.5", "start_time = 1e3", "start_time > -1", "start_time = abc", "end_time IS NULL", "run_name = alpha", "run_name = 5")
    for name in ("`run name`", "`Run name`", "`Run Name`", '"run name"', "run name", "Created", "created", "Start_Time", "RUN_NAME", "run_id", "run_uuid", "experiment_id", "lifecycle_stage", "artifact_uri", "duration", "nothing"):
        _ask(s, f"{name} != 'x'", f"attributes.{name} != 'x'")
    _ask(s, "run_id = '$alpha'", "run_id != '$alpha'", "run_id IN ('$alpha')", "run_id IN ('$alpha', '$beta')", "run_id NOT IN ('$alpha', '$beta')", "run_id in ('$alpha','$beta')", "run_id IN ()", "run_id IN '$alpha'")
    _ask(s, "run_id IN ('a',)", "run_id IN ('a' 'b')", "run_id IN (1, 2)", 'run_id IN ("$alpha")', "run_id LIKE '%'", "run_id IN ('$alpha') AND status = 'FINISHED'", "run_name IN ('alpha', 'beta')", "status IN ('FINISHED')")
    _ask(s, "status = 'finished'", "status = 'RUNNING'", "status != 'RUNNING'", "status LIKE 'F%'", "status = 'BOGUS'", "status = 3", "artifact_uri LIKE 'mlflow-artifacts:%'", "artifact_uri = ''")
    return s


def _metrics() -> Scenario:
    s = _filled("search metrics")
    for operator in ("=", "!=", ">", "<", ">=", "<=", "==", "<>", "LIKE", "IN", "IS NULL", "IS NOT NULL", "BETWEEN"):
        _ask(s, f"metrics.loss {operator} 0.5" if "NULL" not in operator else f"metrics.loss {operator}")
    for prefix in ("metric", "Metrics", "METRICS", "metricss"):
        _ask(s, f"{prefix}.loss = 0.5")
    for value in ("1", "1.0", "-1", "+1", "1e0", "1E0", ".5", "5.", "0x1", "1_0", "'1'", '"1"', "NaN", "nan", "Infinity", "inf", "null", "abc", "", "0.5 "):
        _ask(s, f"metrics.loss > {value}")
    for key in ("`my metric`", '"my metric"', "'my metric'", "my metric", "`loss`", '"loss"', "nothing", "", "`", "a.b", "a/b", "a-b", "LOSS"):
        _ask(s, f"metrics.{key} > 0")
    _ask(s, "loss > 0.1", "`metrics`.loss > 0", "metrics.`loss` >= .5", "metrics.loss>0.3", "metrics.loss   >   0.3", "metrics.loss > 0.3 and metrics.acc > 0.8", "metrics.loss < 1 AND metrics.loss > 0.3", "metrics.loss != 0")
    return s


def _pairs() -> Scenario:
    s = _filled("search params and tags")
    for entity, key in (("params", "opt"), ("tags", "team")):
        for operator in ("=", "!=", "LIKE", "ILIKE", ">", "<=", "IN", "NOT IN", "NOT LIKE", "RLIKE", "IS", "IS NOT"):
            _ask(s, f"{entity}.{key} {operator} 'red'", f"{entity}.{key} {operator} 'sgd'", f"{entity}.{key} {operator} ('red', 'adam')")
        _ask(s, f"{entity}.{key} IS NULL", f"{entity}.{key} IS NOT NULL", f"{entity}.{key} is null", f"{entity}.{key} is  not   null", f"{entity}.{key} IS NULL AND status = 'RUNNING'", f"{entity}.nothing IS NULL", f"{entity}.nothing IS NOT NULL", f"{entity}.nothing != 'x'", f"{entity}.{key} = NULL")
        _ask(s, f"{entity}.{key} = ''", f"{entity}.{key} != ''", f"{entity}.{key} LIKE ''", f"{entity}.{key} LIKE '%'", f"{entity}.{key} = red", f"{entity}.{key} = 5", f"{entity}.{key} = 0.1", f'{entity}.{key} = "red"', f"{entity}.{key} = `red`")
    for prefix in ("param", "parameter", "parameters", "Params"):
        _ask(s, f"{prefix}.opt = 'adam'")
    for prefix in ("tag", "Tags"):
        _ask(s, f"{prefix}.team = 'red'")
    _ask(s, "params.lr = '0.1'", "params.lr = 0.1", "params.lr > '0.05'", "params.`my param` = 'x'", 'params."my param" = \'x\'', "params.my param = 'x'", "tags.`mlflow.user` = 'ada'", "tags.mlflow.user = 'ada'", 'tags."mlflow.user" = "ada"', "tags.mlflow.runName = 'alpha'", "tags.`mlflow.runName` LIKE 'a%'")
    _ask(s, "tags.note LIKE '50%'", "tags.note LIKE '50\\%%'", "tags.note LIKE 'a_b'", "tags.note LIKE 'a\\_b'", "tags.note = '50% off'", "tags.team LIKE 'r%'", "tags.team ILIKE 'R%'", "tags.team = 'it''s'", "tags.team = 'it\\'s'", 'tags.team = "it\'s"', "tags.team = 'größe'")
    return s


def _datasets() -> Scenario:
    s = _filled("search datasets")
    for run, name, context in (("alpha", "iris", "train"), ("beta", "Iris", "eval")):
        s.post(
            f"data of {run}",
            "runs/log-inputs",
            {"run_id": f"${run}", "datasets": [{"tags": [{"key": "mlflow.data.context", "value": context}], "dataset": {"name": name, "digest": f"d-{run}", "source_type": "local", "source": "{}"}}]},
        )
    for field, value in (("name", "'iris'"), ("digest", "'d-alpha'"), ("context", "'train'")):
        for operator in ("=", "!=", "LIKE", "ILIKE", ">", "IS NULL"):
            _ask(s, f"dataset.{field} {operator} {value if operator != 'IS NULL' else ''}".strip())
        _ask(s, f"datasets.{field} = {value}", f"dataset.{field} IN ({value}, 'x')", f"dataset.{field} NOT IN ({value})", f"dataset.{field} IN ()", f"dataset.{field} = 5")
    _ask(s, "dataset.name = 'iris' AND dataset.context = 'train'", "dataset.name = 'iris' AND dataset.context = 'eval'", "dataset.source = 'x'", "dataset.nothing = 'x'", "dataset.`name` = 'iris'")
    return s


def _syntax() -> Scenario:
    s = _filled("search syntax")
    _ask(s, "", " ", "\n", "run_name = 'alpha' ", " run_name='alpha'", "run_name='alpha'and status='FINISHED'", "run_name = 'alpha' AND status = 'FINISHED'", "run_name = 'alpha' aNd status = 'FINISHED'", "run_name = 'alpha'\nAND\tstatus = 'FINISHED'")
    _ask(s, "AND", "run_name", "run_name =", "= 'alpha'", "run_name = 'alpha' AND", "AND run_name = 'alpha'", "run_name = 'alpha' AND AND status = 'x'", "run_name = 'alpha' status = 'x'", "run_name = 'alpha', status = 'x'", "run_name = 'alpha';", "run_name = 'alpha'; DROP TABLE runs", "run_name = 'alpha' -- note", "run_name /* c */ = 'alpha'")
    _ask(s, "'alpha' = run_name", "1 = 1", "'a' = 'a'", "run_name = 'alpha", "run_name = alpha'", 'run_name = "alpha"', 'run_name = "alpha', "run_name = ''alpha''", "run_name = 'al''pha'", "run_name == 'alpha'", "run_name <> 'alpha'", "run_name =! 'alpha'", "run_name ! = 'alpha'", "run_name = = 'alpha'")
    _ask(s, "params. = 'x'", "params = 'x'", ".opt = 'x'", "params..opt = 'x'", "params.opt. = 'x'", "foo.bar = 'x'", "model.x = 'x'", "params.opt.more = 'x'", "params .opt = 'adam'", "params. opt = 'adam'", "`params`.opt = 'adam'", "`params.opt` = 'adam'", "\"params.opt\" = 'adam'")
    _ask(s, "SELECT 1", "run_name = (SELECT 1)", "run_name = 'x' UNION SELECT 1", "run_name = CONCAT('a', 'b')", "LENGTH(run_name) = 5", "run_name || 'x' = 'alphax'", "run_name = 'a' + 'b'", "metrics.loss + 1 > 0", "metrics.loss > metrics.acc", "metrics.loss > 1 - 1", "TRUE", "*", "?", "%s", "{}", "[]", "\\", "🚀", "run_name = '🚀'")
    _ask(s, "run_name = 'alpha' AND " * 40 + "status = 'FINISHED'", "run_name = 'order' ", "params.order = 'x'", "params.select = 'x'", "params.date = 'x'", "params.timestamp = 'x'", "metrics.value > 0", "metrics.key > 0", "params.type = 'x'", "params.end = 'x'", "params.in = 'x'", "params.like = 'x'", "params.and = 'x'", "params.123 = 'x'", "params.1abc = 'x'", "metrics.f1 > 0", "metrics.top5 > 0", "metrics.val_loss > 0", "metrics.val-loss > 0", "metrics.val/loss > 0", "metrics.val:loss > 0", "metrics.m@k > 0", "metrics.größe > 0")
    for title, value in (("number", 5), ("list", ["a"]), ("null", None), ("object", {})):
        s.post(f"filter is a {title}", PATH, {"experiment_ids": ["$e"], "filter": value, "order_by": ["start_time"]}, pick=NAMES, compare="error")
    return s


def _superset() -> Scenario:
    """What MLflow refuses and Slipway understands."""
    s = _filled("search superset")
    _ask(s, "run_name = 'alpha' OR run_name = 'beta'", "NOT run_name = 'alpha'", "(run_name = 'alpha')", "(run_name = 'alpha' OR run_name = 'beta') AND status = 'FAILED'", "NOT (run_name = 'alpha')", "((run_name = 'alpha'))", "run_name = 'alpha' AND (status = 'FINISHED')")
    return s


def _order() -> Scenario:
    s = _filled("search order")

    def ask(*clauses: object) -> None:
        # Ids are random: only that they may be ordered by can be compared.
        compare = "status" if clauses in (("run_id",), ("artifact_uri",)) else "error"
        s.post(f"by {', '.join(str(clause) for clause in clauses)}", PATH, {"experiment_ids": ["$e"], "order_by": list(clauses)}, pick=NAMES, compare=compare)

    ask()
    for clause in ("start_time", "start_time ASC", "start_time DESC", "start_time asc", "start_time  desc", "attributes.start_time DESC", "attribute.start_time", "attr.start_time", "run.start_time", "Created", "created DESC", "end_time", "end_time DESC", "run_name", "run_name DESC", "`run name`", '"Run Name" DESC', "status", "status DESC", "user_id", "run_id", "artifact_uri", "experiment_id", "lifecycle_stage", "duration"):
        ask(clause)
    for clause in ("metrics.loss", "metrics.loss DESC", "metric.loss ASC", "metrics.`my metric` DESC", 'metrics."my metric"', "metrics.nothing", "metrics.nothing DESC", "params.lr", "params.lr DESC", "params.opt", "params.opt DESC", "tags.team", "tags.team DESC", "tags.`mlflow.user`", "tags.mlflow.user DESC", "tags.nothing"):
        ask(clause)
    for clause in ("", " ", "nothing", "foo.bar", "metrics", "metrics.", "start_time UP", "start_time ASC DESC", "start_time, run_name", "start_time;", "start_time ASC -- x", "dataset.name", "1", "'start_time'", "start_time NULLS FIRST", "(start_time)"):
        ask(clause)
    ask("metrics.acc DESC", "metrics.loss ASC")
    ask("metrics.acc", "run_name DESC")
    ask("tags.team", "params.lr DESC", "start_time")
    ask("status", "start_time DESC")
    ask("run_name", "run_name")
    ask("metrics.loss", "metrics.loss DESC")
    ask(5)
    s.post("order_by as text", PATH, {"experiment_ids": ["$e"], "order_by": "run_name"}, pick=NAMES, compare="error")
    s.post("order_by null", PATH, {"experiment_ids": ["$e"], "order_by": None}, pick=NAMES)
    return s


def _pages() -> Scenario:
    s = _filled("search pages")
    for order in ([], ["metrics.loss"], ["metrics.loss DESC"], ["params.opt"], ["tags.team DESC"], ["end_time"], ["metrics.nothing"]):
        name = order[0] if order else "default"
        body = {"experiment_ids": ["$e"], "order_by": order, "max_results": 1}
        s.post(f"{name} 1", PATH, body, pick=NAMES, save={"token": "next_page_token"})
        for page in (2, 3, 4):
            s.post(f"{name} {page}", PATH, {**body, "page_token": "$token"}, pick=NAMES, save={"token": "next_page_token"})
    s.post("two pages, 1", PATH, {"experiment_ids": ["$e"], "max_results": 2}, pick=NAMES, save={"token": "next_page_token"})
    s.post("two pages, 2", PATH, {"experiment_ids": ["$e"], "max_results": 2, "page_token": "$token"}, pick=NAMES)
    for title, token in (("empty", ""), ("nonsense", "nonsense"), ("not base64", "!!"), ("base64 of nothing useful", "e30="), ("an offset of 0", "eyJvZmZzZXQiOiAwfQ=="), ("a number", 5), ("null", None)):
        s.post(f"token {title}", PATH, {"experiment_ids": ["$e"], "max_results": 2, "page_token": token}, pick=NAMES, compare="error")
    for value in (0, -1, 4, 5, 50_000, 50_001, 10**12):
        s.post(f"max_results {value}", PATH, {"experiment_ids": ["$e"], "max_results": value}, pick=NAMES)
    return s


def _views() -> Scenario:
    s = _filled("search views")
    s.post("delete gamma", "runs/delete", {"run_id": "$gamma"})
    s.experiment("o", " other")
    s.run("other", "o")
    for view in ("ACTIVE_ONLY", "DELETED_ONLY", "ALL"):
        s.post(view, PATH, {"experiment_ids": ["$e"], "run_view_type": view}, pick=NAMES)
    s.post("no experiments", PATH, {})
    s.post("empty experiments", PATH, {"experiment_ids": []})
    s.post("two experiments", PATH, {"experiment_ids": ["$e", "$o"], "order_by": ["run_name"]}, pick=NAMES)
    s.post("the same twice", PATH, {"experiment_ids": ["$e", "$e"], "order_by": ["run_name"]}, pick=NAMES)
    s.post("unknown experiment", PATH, {"experiment_ids": ["123456789"]})
    s.post("unknown and known", PATH, {"experiment_ids": ["123456789", "$o"]}, pick=NAMES)
    s.post("experiment is a word", PATH, {"experiment_ids": ["abc"]}, compare="error")
    s.post("experiment is a number", PATH, {"experiment_ids": [5]}, compare="error")
    s.post("experiments as text", PATH, {"experiment_ids": "$e"}, compare="error")
    return s


def _shape() -> Scenario:
    s = _filled("search shape")
    s.post("whole runs", PATH, {"experiment_ids": ["$e"]}, unordered=("metrics",))
    s.post("below ajax-api", "/ajax-api/2.0/mlflow/runs/search", {"experiment_ids": ["$e"], "filter": "run_name = 'alpha'"}, unordered=("metrics",))
    s.get("by GET", "runs/search", compare="status")
    return s
