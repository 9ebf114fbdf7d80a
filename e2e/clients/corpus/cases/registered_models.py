"""Registered models: create, rename, describe, delete, tags, aliases, newest versions, search."""

from urllib.parse import quote

from ..scenario import Scenario

CREATE = "registered-models/create"
SEARCH = "registered-models/search"
ALIAS = "registered-models/alias"


def scenarios() -> list[Scenario]:
    """The scenarios of this file."""
    return [_create(), _names(), _get(), _rename(), _describe(), _delete(), _tags(), _aliases(), _latest(), _search(), _search_refused(), _pages()]


def _create() -> Scenario:
    s = Scenario("registered models create")
    s.post("plain", CREATE, {"name": "rm plain"})
    s.get("plain, read", "registered-models/get?name=rm%20plain")
    s.post("again", CREATE, {"name": "rm plain"})
    s.post("with all", CREATE, {"name": "rm all", "description": "What it is", "tags": [{"key": "b", "value": "2"}, {"key": "a", "value": "1"}]})
    s.get("with all, read", "registered-models/get?name=rm%20all")
    s.post("empty description", CREATE, {"name": "rm void", "description": ""})
    s.post("null description", CREATE, {"name": "rm null", "description": None})
    s.post("description is a number", CREATE, {"name": "rm wrong", "description": 5})
    s.post("same tag twice", CREATE, {"name": "rm twice", "tags": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]})
    s.post("tag without value", CREATE, {"name": "rm no value", "tags": [{"key": "a"}]})
    s.post("tag without key", CREATE, {"name": "rm no key", "tags": [{"value": "a"}]}, compare="error")
    s.post("tags is an object", CREATE, {"name": "rm tags", "tags": {"a": "b"}}, compare="error")
    s.post("prompt of a taken name", CREATE, {"name": "rm plain", "tags": [{"key": "mlflow.prompt.is_prompt", "value": "true"}]})
    s.post("nothing", CREATE, {})
    return s


def _names() -> Scenario:
    s = Scenario("registered models names")
    for name in ["", " ", "a/b", "a:b", ".", "..", "../up", "/top"]:
        s.post(f"refused {name!r}", CREATE, {"name": name})
    for index, name in enumerate(["a b", "a.b-c_d", "Größe 実験 🚀", "a%2Fb", "a\\b", "a'b\"c", "...", " edge ", "a?b#c", "a@b"]):
        s.post(f"accepted {name!r}", CREATE, {"name": f"rn{index}{name}"})
        s.get(f"read {name!r}", f"registered-models/get?name={quote(f'rn{index}{name}', safe='')}")
    s.post("of 256", CREATE, {"name": "n" * 256})
    s.post("of 257", CREATE, {"name": "n" * 257})
    s.post("a number", CREATE, {"name": 5})
    s.post("a list", CREATE, {"name": ["a"]}, compare="error")
    s.post("other case is another name", CREATE, {"name": "RN0A B"})
    return s


def _get() -> Scenario:
    s = Scenario("registered models get")
    s.get("unknown", "registered-models/get?name=rm%20nowhere")
    s.get("missing", "registered-models/get")
    s.get("empty", "registered-models/get?name=")
    s.get("path-like", "registered-models/get?name=..")
    s.get("separator", "registered-models/get?name=a%2Fb")
    return s


def _rename() -> Scenario:
    s = Scenario("registered models rename")
    path = "registered-models/rename"
    s.model("rr one", description="kept", tags=[{"key": "a", "value": "1"}])
    s.model("rr two")
    s.version("rr one")
    s.post("alias", ALIAS, {"name": "rr one", "alias": "champ", "version": "1"})
    s.post("to another name", path, {"name": "rr one", "new_name": "rr three"})
    s.get("old name", "registered-models/get?name=rr%20one")
    s.get("its version", "model-versions/get?name=rr%20three&version=1")
    s.get("its alias", f"{ALIAS}?name=rr%20three&alias=champ")
    s.post("to its own name", path, {"name": "rr three", "new_name": "rr three"})
    s.post("to a taken name", path, {"name": "rr three", "new_name": "rr two"}, compare="error")
    s.post("unknown", path, {"name": "rr nowhere", "new_name": "rr four"})
    s.post("no new name", path, {"name": "rr three"})
    s.post("empty new name", path, {"name": "rr three", "new_name": ""})
    s.post("blank new name", path, {"name": "rr three", "new_name": "  "})
    s.post("new name with slash", path, {"name": "rr three", "new_name": "a/b"})
    s.post("no name", path, {"new_name": "x"})
    s.post("old name is free", CREATE, {"name": "rr one"})
    return s


def _describe() -> Scenario:
    s = Scenario("registered models update")
    path = "registered-models/update"
    s.model("ru", description="first")
    s.patch("new text", path, {"name": "ru", "description": "second"})
    s.patch("no text clears it", path, {"name": "ru"})
    s.get("cleared", "registered-models/get?name=ru")
    s.patch("empty text", path, {"name": "ru", "description": ""})
    s.patch("number", path, {"name": "ru", "description": 5})
    s.patch("unknown", path, {"name": "ru nowhere", "description": "x"})
    s.patch("no name", path, {"description": "x"})
    s.patch("without content type", path, {"name": "ru", "description": "bare"}, content_type=None)
    s.post("by POST", path, {"name": "ru", "description": "x"}, compare="status")
    return s


def _delete() -> Scenario:
    s = Scenario("registered models delete")
    path = "registered-models/delete"
    s.model("rd", tags=[{"key": "a", "value": "1"}])
    s.version("rd", tags=[{"key": "a", "value": "1"}])
    s.post("alias", ALIAS, {"name": "rd", "alias": "champ", "version": "1"})
    s.delete("delete", path, {"name": "rd"})
    s.get("gone", "registered-models/get?name=rd")
    s.get("its version is gone", "model-versions/get?name=rd&version=1")
    s.get("its alias is gone", f"{ALIAS}?name=rd&alias=champ")
    s.delete("again", path, {"name": "rd"})
    s.delete("no name", path, {})
    s.delete("by query", f"{path}?name=rd")
    s.post("name is free", CREATE, {"name": "rd"})
    s.version("rd", title="after")
    return s


def _tags() -> Scenario:
    s = Scenario("registered models tags")
    put, drop = "registered-models/set-tag", "registered-models/delete-tag"
    s.model("rt")
    s.post("set", put, {"name": "rt", "key": "team", "value": "red"})
    s.post("set again", put, {"name": "rt", "key": "team", "value": "blue"})
    s.post("no value", put, {"name": "rt", "key": "bare"})
    s.post("unicode", put, {"name": "rt", "key": "größe", "value": "実験"})
    s.post("value is a number", put, {"name": "rt", "key": "n", "value": 5})
    s.post("no key", put, {"name": "rt", "value": "x"})
    s.post("empty key", put, {"name": "rt", "key": "", "value": "x"})
    s.post("no name", put, {"key": "a", "value": "x"})
    s.post("unknown", put, {"name": "rt nowhere", "key": "a", "value": "x"})
    s.post("key of 250", put, {"name": "rt", "key": "k" * 250, "value": "x"})
    s.post("key of 251", put, {"name": "rt", "key": "k" * 251, "value": "x"})
    s.post("value of 100000", put, {"name": "rt", "key": "long", "value": "v" * 100_000})
    s.post("value of 100001", put, {"name": "rt", "key": "longer", "value": "v" * 100_001})
    for key in ["a b", "a.b-c_d/e", "a:b", "../up", "/top", "a//b", "a#b", "a\nb", "."]:
        s.post(f"key {key!r}", put, {"name": "rt", "key": key, "value": "x"}, compare="error")
    s.delete("delete", drop, {"name": "rt", "key": "long"})
    s.get("all tags", "registered-models/get?name=rt")
    s.delete("delete again", drop, {"name": "rt", "key": "long"})
    s.delete("delete from unknown", drop, {"name": "rt nowhere", "key": "team"})
    s.delete("delete without key", drop, {"name": "rt"})
    s.delete("delete without name", drop, {"key": "team"})
    return s


def _aliases() -> Scenario:
    s = Scenario("registered models aliases")
    s.model("ra")
    s.get("latest of no version", f"{ALIAS}?name=ra&alias=latest")
    s.version("ra", title="1")
    s.version("ra", title="2")
    s.post("set", ALIAS, {"name": "ra", "alias": "champ", "version": "1"})
    s.get("read", f"{ALIAS}?name=ra&alias=champ")
    s.post("move", ALIAS, {"name": "ra", "alias": "champ", "version": "2"})
    s.get("moved", f"{ALIAS}?name=ra&alias=champ")
    s.get("other case is another alias", f"{ALIAS}?name=ra&alias=Champion")
    s.post("second alias", ALIAS, {"name": "ra", "alias": "challenger_2-b", "version": "2"})
    s.post("unicode alias", ALIAS, {"name": "ra", "alias": "prüfer", "version": "1"})
    s.get("version with its aliases", "model-versions/get?name=ra&version=2")
    s.get("model with its aliases", "registered-models/get?name=ra")
    s.get("latest", f"{ALIAS}?name=ra&alias=latest")
    s.get("LATEST", f"{ALIAS}?name=ra&alias=LATEST")
    for alias in ["latest", "Latest", "v1", "V22", "a b", "a/b", "a.b", "a@b", "", "a" * 256]:
        s.post(f"refused {alias[:20]!r}", ALIAS, {"name": "ra", "alias": alias, "version": "1"})
    s.post("of 255", ALIAS, {"name": "ra", "alias": "a" * 255, "version": "1"})
    s.post("version is a number", ALIAS, {"name": "ra", "alias": "x", "version": 1})
    s.post("version is a word", ALIAS, {"name": "ra", "alias": "x", "version": "one"})
    s.post("unknown version", ALIAS, {"name": "ra", "alias": "x", "version": "9"})
    s.post("unknown model", ALIAS, {"name": "ra nowhere", "alias": "x", "version": "1"})
    s.post("no version", ALIAS, {"name": "ra", "alias": "x"})
    s.post("no alias", ALIAS, {"name": "ra", "version": "1"})
    s.get("missing alias", f"{ALIAS}?name=ra&alias=none")
    s.get("alias of unknown model", f"{ALIAS}?name=ra%20nowhere&alias=none")
    s.get("latest of unknown model", f"{ALIAS}?name=ra%20nowhere&alias=latest")
    s.get("read without alias", f"{ALIAS}?name=ra")
    s.get("read a bad alias", f"{ALIAS}?name=ra&alias=a%20b")
    s.delete("delete", ALIAS, {"name": "ra", "alias": "champ"})
    s.get("deleted", f"{ALIAS}?name=ra&alias=champ")
    s.delete("delete again", ALIAS, {"name": "ra", "alias": "champ"})
    s.delete("delete of unknown model", ALIAS, {"name": "ra nowhere", "alias": "champ"})
    s.delete("delete without alias", ALIAS, {"name": "ra"})
    s.delete("delete by query", f"{ALIAS}?name=ra&alias=champ")
    s.delete("delete the version under an alias", "model-versions/delete", {"name": "ra", "version": "2"})
    s.get("alias of a deleted version", f"{ALIAS}?name=ra&alias=challenger_2-b")
    s.get("model afterwards", "registered-models/get?name=ra")
    return s


def _latest() -> Scenario:
    s = Scenario("registered models latest")
    path, move = "registered-models/get-latest-versions", "model-versions/transition-stage"
    s.model("rl")
    s.post("of no version", path, {"name": "rl"})
    for number in range(1, 6):
        s.version("rl", title=str(number))
    for version, stage in (("1", "Staging"), ("2", "Production"), ("3", "Production"), ("4", "Archived")):
        s.post(f"{version} to {stage}", move, {"name": "rl", "version": version, "stage": stage})
    s.post("alias", ALIAS, {"name": "rl", "alias": "champ", "version": "3"})
    s.post("all", path, {"name": "rl"}, unordered=("model_versions",))
    s.get("all by GET", f"{path}?name=rl", unordered=("model_versions",))
    s.post("empty list", path, {"name": "rl", "stages": []}, unordered=("model_versions",))
    s.post("some", path, {"name": "rl", "stages": ["production", "NONE"]}, unordered=("model_versions",))
    s.get("some by GET", f"{path}?name=rl&stages=Production&stages=Staging", unordered=("model_versions",))
    s.post("unknown stage", path, {"name": "rl", "stages": ["Gold"]})
    s.post("stages is a word", path, {"name": "rl", "stages": "Production"}, compare="error")
    s.post("unknown model", path, {"name": "rl nowhere"})
    s.post("no name", path, {})
    s.get("the model", "registered-models/get?name=rl", unordered=("latest_versions",))
    return s


def _find(s: Scenario, title: str, expression: str, more: str = "", **options: object) -> None:
    s.get(title, f"{SEARCH}?max_results=100&filter={quote(expression)}{more}", unordered=("latest_versions",), **options)


def _search() -> Scenario:
    s = Scenario("registered models search")
    for name, team in (("rs alpha", "red"), ("rs beta", "blue"), ("rs Gamma", "red"), ("rs o'neil", "green")):
        s.model(name, tags=[{"key": "rs.team", "value": team}, {"key": "rs size", "value": "1"}])
    s.version("rs alpha")
    ours = " AND name LIKE 'rs %'"
    for title, expression in {
        "by name": "name = 'rs alpha'",
        "by quoted name": "name = \"rs alpha\"",
        "by attribute name": "attribute.name = 'rs beta'",
        "not by name": f"name != 'rs alpha'{ours}",
        "like": "name LIKE 'rs %a'",
        "like is case-sensitive": "name LIKE 'RS %'",
        "ilike": "name ILIKE 'RS G%'",
        "like with underscore": "name LIKE 'rs _eta'",
        "in": "name IN ('rs alpha', 'rs Gamma')",
        "not in": f"name NOT IN ('rs alpha'){ours}",
        "tag": "tags.`rs.team` = 'red'",
        "tag singular": "tag.`rs.team` = 'red'",
        "tag not": "tags.`rs.team` != 'red'",
        "tag like": "tags.`rs.team` LIKE 're%'",
        "tag ilike": "tags.`rs.team` ILIKE 'RE%'",
        "tag with space": "tags.`rs size` = '1' AND name = 'rs beta'",
        "tag that nobody has": "tags.nobody = 'x'",
        "two tags": "tags.`rs.team` = 'red' AND tags.`rs size` = '1'",
        "lower case and": "name = 'rs alpha' and tags.`rs.team` = 'red'",
        "nothing found": "name = 'rs nowhere'",
    }.items():
        _find(s, title, expression)
    for order in ("name ASC", "name DESC", "name", "timestamp DESC", "last_updated_timestamp ASC"):
        s.get(f"order by {order}", f"{SEARCH}?max_results=100&filter={quote('name LIKE ' + chr(39) + 'rs %' + chr(39))}&order_by={quote(order)}", compare="exact" if order.startswith("name") else "status")
    s.get("order by two", f"{SEARCH}?max_results=100&filter={quote('tags.`rs.team` = ' + chr(39) + 'red' + chr(39))}&order_by=name%20DESC&order_by=timestamp")
    return s


def _search_refused() -> Scenario:
    s = Scenario("registered models search refused")
    for expression in ["name", "name =", "= 'x'", "name = x", "name = 5", "name > 'a'", "description = 'x'", "metrics.a = 1", "params.a = 'x'", "tags.a > 'x'", "tags.a = 5", "tags.a = x", "tag.a IS NULL", "name IN ()", "name IN ('a', 5)", "aliases = 'x'", "run_id = 'x'", "name = 'x' AND", "nonsense here", "name = 'x'; DROP"]:
        _find(s, expression, expression, compare="error")
    for order in ["name UP", "description", "version_number", "tags.a", "", "name ASC DESC", "metrics.a"]:
        s.get(f"order by {order!r}", f"{SEARCH}?order_by={quote(order)}", compare="error")
    s.get("order twice by the same", f"{SEARCH}?order_by=name&order_by=name%20DESC", compare="error")
    s.get("filter with a NUL", f"{SEARCH}?filter=name%3D%27a%00%27", compare="error")
    return s


def _pages() -> Scenario:
    s = Scenario("registered models pages")
    for number in range(5):
        s.model(f"rp {number}")
    mine = f"filter={quote('name LIKE ' + chr(39) + 'rp %' + chr(39))}"
    s.get("first page", f"{SEARCH}?{mine}&max_results=2", save={"token": "next_page_token"})
    s.get("second page", f"{SEARCH}?{mine}&max_results=2&page_token=$token", save={"token2": "next_page_token"})
    s.get("last page", f"{SEARCH}?{mine}&max_results=2&page_token=$token2")
    s.get("exactly all", f"{SEARCH}?{mine}&max_results=5")
    s.get("no size given", f"{SEARCH}?{mine}")
    s.get("size 1000", f"{SEARCH}?{mine}&max_results=1000")
    s.get("size 1001", f"{SEARCH}?{mine}&max_results=1001")
    s.get("size 0", f"{SEARCH}?{mine}&max_results=0")
    s.get("size -1", f"{SEARCH}?{mine}&max_results=-1")
    s.get("size is a word", f"{SEARCH}?{mine}&max_results=many")
    s.get("token is no token", f"{SEARCH}?{mine}&page_token=abc")
    s.get("empty token", f"{SEARCH}?{mine}&page_token=&max_results=1")
    s.post("by POST", SEARCH, {"filter": "name = 'rp 1'"}, compare="status")
    return s
