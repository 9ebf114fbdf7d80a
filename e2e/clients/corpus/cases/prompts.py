"""Prompts: registered models and versions whose tags say that they are text."""

from typing import Any
from urllib.parse import quote

from ..scenario import Scenario

IS_PROMPT = {"key": "mlflow.prompt.is_prompt", "value": "true"}
CREATE = "registered-models/create"
VERSION = "model-versions/create"


def scenarios() -> list[Scenario]:
    """The scenarios of this file."""
    return [_registry(), _sources(), _search()]


def _prompt(s: Scenario, name: str, *tags: dict[str, str]) -> None:
    s.post(f"make prompt {name}", CREATE, {"name": name, "tags": [IS_PROMPT, *tags]})


def _add(s: Scenario, title: str, name: str, source: str = "dummy-source", **options: Any) -> None:
    tags = [IS_PROMPT, {"key": "mlflow.prompt.text", "value": "Hello {{name}}"}, {"key": "_mlflow_prompt_type", "value": "text"}]
    s.post(title, VERSION, {"name": name, "source": source, "tags": tags}, **options)


def _registry() -> Scenario:
    s = Scenario("prompts registry")
    _prompt(s, "pr greeting", {"key": "_mlflow_experiment_ids", "value": ",0,"})
    _add(s, "version", "pr greeting")
    s.get("read", "registered-models/get?name=pr%20greeting")
    s.get("version, read", "model-versions/get?name=pr%20greeting&version=1")
    s.post("alias", "registered-models/alias", {"name": "pr greeting", "alias": "prod", "version": "1"})
    s.get("by alias", "registered-models/alias?name=pr%20greeting&alias=prod")
    s.post("the same prompt again", CREATE, {"name": "pr greeting", "tags": [IS_PROMPT]})
    s.post("a model of its name", CREATE, {"name": "pr greeting"})
    s.post("a model of its name that says it is none", CREATE, {"name": "pr greeting", "tags": [{"key": "mlflow.prompt.is_prompt", "value": "false"}]})
    s.post("text too long", VERSION, {"name": "pr greeting", "source": "dummy-source", "tags": [IS_PROMPT, {"key": "mlflow.prompt.text", "value": "x" * 100_001}]}, compare="error")
    s.delete("delete the version", "model-versions/delete", {"name": "pr greeting", "version": "1"})
    s.delete("delete it", "registered-models/delete", {"name": "pr greeting"})
    return s


def _sources() -> Scenario:
    s = Scenario("prompts sources")
    _prompt(s, "pt greeting")
    for source in ("dummy-source", "prompt-template"):
        _add(s, f"accepts {source}", "pt greeting", source)
    for source in ("file:///etc/", "../../../etc", "s3://bucket/x", "/etc", "models:/pt greeting/1", "other-source"):
        _add(s, f"refuses {source}", "pt greeting", source)
    s.model("pt model")
    s.post("a model's version from a prompt", VERSION, {"name": "pt model", "source": "models:/pt greeting/1"})
    s.post("a model's version with a prompt's source", VERSION, {"name": "pt model", "source": "dummy-source"}, compare="error")
    return s


def _search() -> Scenario:
    s = Scenario("prompts search")
    s.model("pq model")
    s.version("pq model")
    s.model("pq says no", tags=[{"key": "mlflow.prompt.is_prompt", "value": "false"}])
    _prompt(s, "pq greeting")
    _add(s, "version", "pq greeting")
    mine = "name LIKE 'pq %'"
    for title, more in {
        "without a word of it": "",
        "models only": " AND tag.`mlflow.prompt.is_prompt` != 'true'",
        "prompts only": " AND tag.`mlflow.prompt.is_prompt` = 'true'",
        "prompts, said the other way": " AND tags.`mlflow.prompt.is_prompt` != 'false'",
        "models, said the other way": " AND tags.`mlflow.prompt.is_prompt` = 'false'",
    }.items():
        for kind in ("registered-models", "model-versions"):
            s.get(f"{kind} {title}", f"{kind}/search?max_results=100&filter={quote(mine + more)}")
    return s
