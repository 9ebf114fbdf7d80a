"""Where Slipway answers another way than MLflow on purpose, each with the reason."""

_NO_5XX = "A client's mistake is not answered with 500, which clients repeat for minutes."
_REPEAT = "A client that repeats a write after a lost answer must not fail, so the same value again changes nothing."
_TYPED = "A value of the wrong type is refused; MLflow stores it as if it were absent."
_BARE = "NaN, Infinity and 1e999 are no JSON; MLflow accepts them and stores 0. The three words in quotes work."
_EXACT = "Whole numbers that a double cannot hold are refused, not rounded."
_HONEST = "Infinity comes back as Infinity; MLflow stores the greatest double in its place."
_SUPERSET = "More is understood than MLflow understands: OR, NOT, parentheses, free spacing, any name as a key."
_GRAMMAR = "What means nothing is refused; MLflow passes it over, or reads it as its SQL tokenizer happens to."
_PLACES = "Artifacts stay in this server's store or below a root that its administrator allows."
_TAG_KEYS = "A tag has a key of 1 to 250 characters, as in MLflow on every database but SQLite."
_APPROVED = "Production is protected: a version gets there by an approval, and the client is told where its request is."
_NOT_BUILT = "Not built: a plain 404, from which clients fall back."

REGISTRY: dict[str, str] = {
    "inputs datasets / by run_uuid": "run_uuid stands for run_id wherever a run is named.",
    "inputs datasets / read the other": "The input that was sent by run_uuid is there.",
    "inputs datasets / no dataset in it": "A dataset without a name or digest could not be told from another one.",
    "inputs datasets / no name": "A dataset without a name or digest could not be told from another one.",
    "inputs datasets / name is a number": _TYPED,
    "inputs outputs / again": _REPEAT,
    "inputs outputs / step is a word": _TYPED,
    "inputs legacy models / a list": _NO_5XX,
    "logged models finalize / number as text": _TYPED,
    "logged models finalize / unknown status": _TYPED,
    "logged models finalize / status beyond": _TYPED,
    "logged models params / the same value again": _REPEAT,
    'logged models search / filter name = "alpha"': "Double quotes work as they do in every other search.",
    "logged models search refused / filter metrics.auc = 'high'": _NO_5XX,
    "logged models search refused / token is no token": _NO_5XX,
    "model versions logged model sources / unknown logged model": _NO_5XX,
    "model versions logged model sources / models uri of a deleted model": _NO_5XX,
    "model versions copies / of an empty stage": _NO_5XX,
    "model versions get / version 99999999999999999999": _NO_5XX,
    "model versions stages / archiving for None": _NO_5XX,
    "model versions stages / archiving for Archived": _NO_5XX,
    "registered models names / of 257": "Names are at most 256 characters long, as in MLflow on every database but SQLite.",
    "registered models latest / 2 to Production": _APPROVED,
    "registered models latest / 3 to Production": _APPROVED,
    "registered models latest / all": _APPROVED,
    "registered models latest / all by GET": _APPROVED,
    "registered models latest / empty list": _APPROVED,
    "registered models latest / some": _APPROVED,
    "registered models latest / some by GET": _APPROVED,
    "registered models latest / the model": _APPROVED,
    "registered models search refused / tag.a IS NULL": _NO_5XX,
    "registered models search refused / order twice by the same": _NO_5XX,
    "registered models search refused / filter with a NUL": "Text that cannot be stored is refused.",
    "registered models pages / size 0": "MLflow answers a token that leads nowhere; a client would ask for ever.",
    "registered models pages / size -1": "MLflow answers a token that leads nowhere; a client would ask for ever.",
}

_TRACKING: dict[str, list[str]] = {
    _NO_5XX: [
        "experiments get / id beyond 64 bits",
        "experiments update / rename a deleted one",
        "history bulk / bad max_results",
        "metrics values / refused list",
        "metrics values / refused object",
        "metrics times / refused list",
        "metrics steps / refused list",
        "batch / null lists",
        "batch items / params of strings",
        "batch items / tags of strings",
        "batch items / metrics of numbers",
        "search order / by run_name, run_name",
        "search order / by metrics.loss, metrics.loss DESC",
        "transport bodies / a list",
        "transport bodies / a number",
        "transport bodies / true",
        "transport bodies / a plain string",
        "transport bodies / nested deeply",
        "transport field types / start_time is a list",
        "transport field types / max_results is a null",
    ],
    _TYPED: [
        "history pages / max_results 1.5",
        "history pages / max_results many",
        "metrics values / refused true",
        "metrics values / refused underscore",
        "metrics values / refused blank around",
        "metrics values / refused nan",
        "metrics values / refused inf",
        "metrics times / refused fraction",
        "metrics times / refused true",
        "metrics times / refused beyond int64",
        "metrics times / refused far beyond",
        "metrics steps / refused fraction",
        "metrics steps / refused true",
        "metrics steps / refused beyond int64",
        "metrics steps / refused below int64",
        "batch items / metric with value 'abc'",
        "batch items / metric with value 'True'",
        "batch items / metric with timestamp 'x'",
        "batch items / metric with step 'x'",
        "batch items / params with a number",
        "batch items / tags with a number",
        "runs create / user is a number",
        "runs create tags / value is a number",
        "runs create tags / an object",
        "runs update / status empty",
        "runs update / status of another case",
        "search pages / token a number",
        "search views / experiment is a number",
        "transport field types / start_time is a fraction",
        "transport field types / start_time is a boolean",
        "transport field types / start_time is a huge number",
        "transport field types / status is a bad name",
        "transport field types / status is a lower case",
        "transport field types / run_view_type is a bad name",
        "transport field types / run_view_type is a bad number",
        "transport field types / max_results is a fraction",
        "transport field types / max_results is a boolean",
        "transport query parameters / search by GET, bad view type",
        "transport query parameters / boolean as 1",
        "transport query parameters / boolean as maybe",
    ],
    _BARE: [
        "metrics raw values / bare NaN",
        "metrics raw values / bare Infinity",
        "metrics raw values / bare -Infinity",
        "metrics raw values / bare 1e999",
        "metrics raw values / bare -1e999",
    ],
    _EXACT: [
        "metrics times / greatest int64",
        "metrics steps / greatest int64",
    ],
    _HONEST: [
        "metrics values / all of them",
        "metrics values / history of Infinity",
        "metrics values / history of -Infinity",
    ],
    _SUPERSET: [
        "search experiments / syntax name = 'zoo ant' OR name = 'zoo bee'",
        "search experiments / syntax (name = 'zoo ant')",
        "search experiments / syntax NOT name = 'zoo ant'",
        "search params and tags / filter params.opt is  not   null",
        "search params and tags / filter tags.team is  not   null",
        "search syntax / filter params.in = 'x'",
        "search syntax / filter params.123 = 'x'",
        "search superset / filter run_name = 'alpha' OR run_name = 'beta'",
        "search superset / filter NOT run_name = 'alpha'",
        "search superset / filter (run_name = 'alpha')",
        "search superset / filter (run_name = 'alpha' OR run_name = 'beta') AND status = 'FAILED'",
        "search superset / filter NOT (run_name = 'alpha')",
        "search superset / filter ((run_name = 'alpha'))",
        "search superset / filter run_name = 'alpha' AND (status = 'FINISHED')",
    ],
    _GRAMMAR: [
        "search attributes / filter run_id IN ('a' 'b')",
        "search params and tags / filter tags.team = 'it\\'s'",
        "search syntax / filter AND",
        "search experiments / syntax AND",
        "search syntax / filter params. opt = 'adam'",
        "search experiments order / by the same twice",
    ],
    _PLACES: [
        "experiments locations / elsewhere s3://bucket/some/path",
        "experiments locations / elsewhere gs://bucket/p",
        "experiments locations / refuses s3://bucket/x;params",
        "experiments locations / dangerous file:///etc",
        "experiments locations / dangerous /etc",
        "experiments locations / dangerous ..",
        "experiments locations / dangerous mlflow-artifacts:/../x",
        "experiments locations / dangerous dbfs:/",
        "experiments locations / dangerous mlflow-artifacts:/a/%2e%2e/%2e%2e/b",
        "experiments locations / dangerous s3://bucket/../x",
    ],
    _TAG_KEYS: [
        "runs create tags / without key",
        "runs create tags / empty key",
        "runs create tags / key of 251",
    ],
    _NOT_BUILT: [
        "transport routes / traces",
        "transport routes / OpenTelemetry spans",
        "transport routes / trace search",
        "transport routes / scorers",
        "transport routes / gateway endpoints",
        "transport routes / evaluation datasets",
        "transport routes / workspaces",
    ],
}

_TRACKING_ALONE: dict[str, str] = {
    "experiments create / the same tag twice": "The code of a wrong value; MLflow says that the experiment exists, which it does not.",
    "experiments update / to a taken name": "The code that create has for a taken name; MLflow passes on what its database said.",
    "experiments locations / trailing slash, read": "A place has one spelling, without the slash at its end.",
    "batch / by run_uuid": "run_uuid stands for run_id wherever a run is named.",
    "runs create names / empty tag": "An empty name is no name, and a random one is given; MLflow fails on the two tags it makes.",
    "transport prefixes / doubled slash": "No redirection of a POST, which clients would repeat as a GET.",
    "transport bodies / NUL in a string": "Text that cannot be stored is refused.",
}

_ARTIFACTS: dict[str, str] = {
    "artifacts files / where a directory is": _NO_5XX,
    "artifacts files / below a file, written": _NO_5XX,
    "artifacts names / write 256": _NO_5XX,
    "artifacts parts / create": "Large files may be sent in parts, whatever store is behind; MLflow can only with some.",
    "artifacts parts / presigned": "Links to files exist for every store, so a missing file is 404; MLflow has them only with some.",
}

_OWN_PLACE = "Every workspace keeps its artifacts in this server's store; what cannot be done is refused, not passed over."
_KEPT = "What people recorded is neither deleted nor moved with its workspace."

_WORKSPACES: dict[str, str] = {
    "workspaces names / get of capitals": "A workspace that cannot exist is answered like any other that does not.",
    "workspaces updates / no description": "A workspace without a description goes by its name.",
    "workspaces updates / root elsewhere": _OWN_PLACE,
    "workspaces updates / create with a root": _OWN_PLACE,
    "workspaces updates / delete with a root": _OWN_PLACE,
    "workspaces updates / archive": "There are no traces here to keep.",
    "workspaces deletion / of one that holds something": _NO_5XX,
    "workspaces deletion / with all it holds": _KEPT,
    "workspaces deletion / moving what it holds": _KEPT,
}

REASONS: dict[str, str] = {
    **REGISTRY,
    **_ARTIFACTS,
    **_WORKSPACES,
    **{step: reason for reason, steps in _TRACKING.items() for step in steps},
    **_TRACKING_ALONE,
}
