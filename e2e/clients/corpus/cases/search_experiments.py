"""Search of experiments: filters, orders, pages, views."""

from ..scenario import Scenario

PATH = "experiments/search"
NAMES = "experiments.*.name"
OWN = "name LIKE 'zoo %'"


def scenarios() -> list[Scenario]:
    """The scenarios of this file."""
    return [_filters(), _order_and_pages(), _shape()]


def _filled(name: str, prefix: str) -> Scenario:
    s = Scenario(name)
    for index, (word, team) in enumerate([("ant", "red"), ("bee", "Red"), ("cat", ""), ("dog", None)]):
        tags = [] if team is None else [{"key": "team", "value": team}, {"key": "my key", "value": str(index)}]
        s.post(f"make {word}", "experiments/create", {"name": f"{prefix} {word}", "tags": tags}, save={word: "experiment_id"})
    s.post("delete cat", "experiments/delete", {"experiment_id": "$cat"})
    return s


def _filters() -> Scenario:
    s = _filled("search experiments", "zoo")

    for operator in ("=", "!=", "LIKE", "ILIKE", ">", "IN", "IS NULL"):
        value = "" if operator == "IS NULL" else " 'zoo ANT'"
        s.post(f"name {operator}", PATH, {"max_results": 100, "filter": f"{OWN} AND name {operator}{value}", "order_by": ["name"]}, pick=NAMES, compare="error")
    for text in ("attribute.name = 'zoo ant'", "attributes.name = 'zoo ant'", "attr.name = 'zoo ant'", "name = 'zoo cat'", "name = zoo", "name = 5", "experiment_id = '$ant'", "lifecycle_stage = 'active'", "artifact_location LIKE '%'", "tags.team = 'red'", "tag.team = 'red'", "tags.team != 'red'", "tags.team LIKE 'r%'", "tags.team ILIKE 'R%'", "tags.team = ''"):
        s.post(f"filter {text}", PATH, {"max_results": 100, "filter": f"{text} AND {OWN}", "order_by": ["name"]}, pick=NAMES, compare="error")
    for text in ("tags.team IS NULL", "tags.team IS NOT NULL", "tags.`my key` = '0'", 'tags."my key" = \'1\'', "tags.nothing = 'x'", "creation_time > 0", "creation_time < 0", "creation_time = 'x'", "creation_time LIKE 'x'", "last_update_time > 0", "attribute.last_update_time >= 1", "metrics.a > 0", "params.a = 'x'", "foo.a = 'x'", "nothing = 'x'"):
        s.post(f"filter {text}", PATH, {"max_results": 100, "filter": f"{text} AND {OWN}", "order_by": ["name"]}, pick=NAMES, compare="error")
    for text in ("name", "name =", "AND", "name = 'zoo ant' OR name = 'zoo bee'", "(name = 'zoo ant')", "NOT name = 'zoo ant'"):
        s.post(f"syntax {text}", PATH, {"max_results": 100, "filter": text, "order_by": ["name"]}, pick=NAMES, compare="status" if text == "AND" else "error")
    return s


def _order_and_pages() -> Scenario:
    s = _filled("search experiments order", "yak")
    own = "name LIKE 'yak %'"
    for clause in ("name", "name DESC", "attribute.name ASC", "experiment_id", "experiment_id DESC", "creation_time", "creation_time DESC", "last_update_time DESC", "tags.team", "nothing", "", "name UP", "metrics.a", "lifecycle_stage", "name, creation_time"):
        s.post(f"by {clause}", PATH, {"max_results": 100, "filter": own, "order_by": [clause]}, pick=NAMES, compare="error")
    s.post("by default", PATH, {"max_results": 100, "filter": own}, pick=NAMES)
    s.post("by the same twice", PATH, {"max_results": 100, "filter": own, "order_by": ["name", "name"]}, pick=NAMES, compare="error")
    body = {"max_results": 1, "filter": own, "order_by": ["name"], "view_type": "ALL"}
    s.post("page 1", PATH, body, pick=NAMES, save={"token": "next_page_token"})
    for page in (2, 3, 4):
        s.post(f"page {page}", PATH, {**body, "page_token": "$token"}, pick=NAMES, save={"token": "next_page_token"})
    for view in ("ACTIVE_ONLY", "DELETED_ONLY", "ALL"):
        s.post(f"view {view}", PATH, {**body, "max_results": 100, "view_type": view}, pick=NAMES)
    for value in (None, 0, -1, 1, 50_000, 50_001, "5", "many"):
        s.post(f"max_results {value!r}", PATH, {**body, "max_results": value}, pick=NAMES, compare="error" if value == "many" else "exact")
    for title, token in (("empty", ""), ("nonsense", "nonsense"), ("not base64", "!!"), ("an offset of 0", "eyJvZmZzZXQiOiAwfQ==")):
        s.post(f"token {title}", PATH, {**body, "page_token": token}, pick=NAMES, compare="error")
    return s


def _shape() -> Scenario:
    s = _filled("search experiments shape", "emu")
    s.post("whole", PATH, {"max_results": 10, "filter": "name LIKE 'emu %'", "order_by": ["name"]})
    s.post("nothing found", PATH, {"max_results": 10, "filter": "name = 'no such name'"})
    s.post("no body", PATH, {})
    return s
