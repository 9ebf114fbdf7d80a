"""A tiny language for chains of raw HTTP requests.

A scenario is a list of steps played in order on one server. A step may save parts of its answer under a name
(`save={"run": "run.info.run_id"}`) and later steps write `$run` anywhere in a path or a body. Scenarios share nothing but
the server, and every name they create begins with their own, so that one may be left out without changing the others.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

API = "/api/2.0/mlflow/"

# Stands for "send no body at all", which is not the same request as sending `null`.
NOTHING = object()


def _numbered(name: str) -> Iterator[str]:
    yield name
    for number in itertools.count(2):
        yield f"{name} #{number}"


@dataclass(frozen=True)
class Step:
    """One request, with what to remember of its answer and how exactly the answer is compared."""

    id: str
    method: str
    path: str
    body: bytes | None
    headers: dict[str, str]
    save: dict[str, str]
    # "exact" compares all of it; "error" leaves the wording of a refusal open; "status" looks at nothing but the status.
    compare: str
    # Keys of lists whose order means nothing for this request.
    unordered: tuple[str, ...]
    # Of a success only the values at this path are compared, such as "runs.*.info.run_name".
    pick: str | None


@dataclass
class Scenario:
    """A named chain of steps."""

    name: str
    steps: list[Step] = field(default_factory=list)

    def send(
        self,
        title: str,
        method: str,
        path: str,
        body: Any = NOTHING,
        *,
        raw: bytes | str | None = None,
        headers: dict[str, str] | None = None,
        content_type: str | None = "application/json",
        save: dict[str, str] | None = None,
        compare: str = "exact",
        unordered: tuple[str, ...] = (),
        pick: str | None = None,
    ) -> None:
        """Append one request; a relative path is below /api/2.0/mlflow/."""
        if raw is not None:
            payload = raw.encode() if isinstance(raw, str) else raw
        elif body is NOTHING:
            payload = None
        else:
            payload = json.dumps(body).encode()
        sent = dict(headers or {})
        if payload is not None and content_type is not None:
            sent.setdefault("Content-Type", content_type)
        taken = {step.id for step in self.steps}
        step_id = next(name for name in _numbered(f"{self.name} / {title}") if name not in taken)
        full = path if path.startswith("/") else API + path
        self.steps.append(Step(step_id, method, full, payload, sent, save or {}, compare, unordered, pick))

    def get(self, title: str, path: str, **options: Any) -> None:
        """Append a GET."""
        self.send(title, "GET", path, **options)

    def post(self, title: str, path: str, body: Any = NOTHING, **options: Any) -> None:
        """Append a POST with a JSON body."""
        self.send(title, "POST", path, body, **options)

    def patch(self, title: str, path: str, body: Any = NOTHING, **options: Any) -> None:
        """Append a PATCH with a JSON body."""
        self.send(title, "PATCH", path, body, **options)

    def delete(self, title: str, path: str, body: Any = NOTHING, **options: Any) -> None:
        """Append a DELETE, which in this protocol often carries a JSON body."""
        self.send(title, "DELETE", path, body, **options)

    def put(self, title: str, path: str, raw: bytes | str, **options: Any) -> None:
        """Append a PUT of raw bytes."""
        options.setdefault("content_type", None)
        self.send(title, "PUT", path, raw=raw, **options)

    # Beginnings that many scenarios share.

    def experiment(self, var: str = "e", suffix: str = "") -> None:
        """Create an experiment named after the scenario and save its id."""
        name = f"{self.name}{suffix}"
        self.post(f"make experiment{suffix}", "experiments/create", {"name": name}, save={var: "experiment_id"})

    def run(self, var: str = "r", experiment: str = "e", **fields: Any) -> None:
        """Create a run in a saved experiment and save its id."""
        body = {"experiment_id": f"${experiment}", "start_time": 1000, "run_name": var, **fields}
        self.post(f"make run {var}", "runs/create", body, save={var: "run.info.run_id"})

    def model(self, name: str, **fields: Any) -> None:
        """Register a model."""
        self.post(f"make model {name}", "registered-models/create", {"name": name, **fields})

    def version(self, name: str, source: str = "s3://bucket/model", title: str = "", **fields: Any) -> None:
        """Add a version to a registered model."""
        body = {"name": name, "source": source, **fields}
        self.post(f"make version of {name} {title}".strip(), "model-versions/create", body)
