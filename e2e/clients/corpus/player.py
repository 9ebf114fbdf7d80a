"""Plays scenarios against a server and writes down its answers in a form two servers can be compared in."""

from __future__ import annotations

import http.client
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from .scenario import Scenario, Step

DEADLINE_SECONDS = 60
_NAME = re.compile(r"\$([a-z][a-z0-9_]*)")
_HEX = re.compile(r"\b[0-9a-f]{32}\b")
_RANDOM_NAME = re.compile(r"^[a-z]+-[a-z]+-\d{1,4}$")
# Some refusals of the genuine server quote its database; no other server could, or should.
_DATABASE = re.compile(r"(Error: )?\((sqlite3|psycopg2|raised as a result).*", re.DOTALL)
# Anything a clock of this century gave; scenarios send small times of their own, and those are compared.
_CLOCK = range(1_600_000_000_000, 4_000_000_000_000)
_SHORT_ID_KEYS = {"experiment_id", "artifact_location", "artifact_uri", "root_uri", "source", "_mlflow_experiment_ids"}
_RANDOM_NAME_KEYS = {"run_name", "name", "value"}
_UNORDERED = {"tags", "params", "aliases"}
# Added to the error envelope in 3.11; no client reads them.
_IGNORED = {"sqlstate", "error_class"}


@dataclass
class Answer:
    """What came back, as it goes into the record."""

    status: int
    kind: str
    body: Any

    def record(self) -> dict[str, Any]:
        """The answer as JSON."""
        return {"status": self.status, "kind": self.kind, "body": self.body}


@dataclass
class Player:
    """A connection to one server, with the names saved so far."""

    base: str
    token: str | None = None
    saved: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def play(self, scenario: Scenario) -> dict[str, dict[str, Any]]:
        """Play one scenario; the answers by step."""
        self.saved = {}
        return {step.id: self._step(step) for step in scenario.steps}

    def _step(self, step: Step) -> dict[str, Any]:
        status, headers, data = self._request(step)
        kind, body = _read(headers.get("content-type", ""), data)
        for name, path in step.save.items():
            value = _dig(body, path)
            if value is not None:
                self.saved[name] = str(value)
        if step.pick is not None and status == 200:
            body = _picked(body, step.pick)
        names = {value: f"${name}" for name, value in self.saved.items()}
        return Answer(status, kind, _normal(body, "", names, step.unordered)).record()

    def _request(self, step: Step) -> tuple[int, dict[str, str], bytes]:
        path = self._fill(step.path)
        body = None if step.body is None else self._fill(step.body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
        for attempt in (1, 2):
            try:
                return self._once(step.method, path, body, step.headers)
            except (http.client.RemoteDisconnected, ConnectionError, BrokenPipeError):
                # A server may close an idle connection at any time: that is not an answer, twice in a row is.
                self.connection = None
                if attempt == 2:
                    return 0, {}, b"connection closed"
        raise AssertionError("unreachable")

    def _once(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if self.connection is None:
            parts = urlsplit(self.base)
            self.connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=DEADLINE_SECONDS)
        connection = self.connection
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        if self.token is not None and "Authorization" not in headers:
            connection.putheader("Authorization", f"Bearer {self.token}")
        if body is not None or method in ("POST", "PUT", "PATCH"):
            connection.putheader("Content-Length", str(len(body or b"")))
        connection.endheaders(body)
        response = connection.getresponse()
        data = response.read()
        if response.will_close:
            connection.close()
            self.connection = None
        return response.status, {name.lower(): value for name, value in response.getheaders()}, data

    def _fill(self, text: str) -> str:
        return _NAME.sub(lambda match: self.saved.get(match[1], match[0]), text)


def _read(content_type: str, data: bytes) -> tuple[str, Any]:
    media = content_type.split(";")[0].strip()
    if media == "application/json":
        try:
            return "json", json.loads(data)
        except ValueError:
            return "broken json", data.decode("utf-8", "replace")
    if media == "text/html":
        return "html", None
    if not data:
        return "empty", None
    return media or "untyped", data.decode("utf-8", "replace")[:300]


def _picked(body: Any, path: str) -> dict[str, Any]:
    head, _, tail = path.partition(".*.")
    items = _dig(body, head) or []
    return {"picked": [_dig(item, tail) for item in items], "more": bool(_dig(body, "next_page_token"))}


def _dig(body: Any, path: str) -> Any:
    for part in path.split("."):
        if isinstance(body, list) and part.isdigit() and int(part) < len(body):
            body = body[int(part)]
        elif isinstance(body, dict):
            body = body.get(part)
        else:
            return None
    return body


def _normal(value: Any, key: str, names: dict[str, str], unordered: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        return {k: _normal(v, k, names, unordered) for k, v in value.items() if not (k in _IGNORED and "error_code" in value)}
    if isinstance(value, list):
        items = [_normal(item, key, names, unordered) for item in value]
        if key in _UNORDERED or key in unordered:
            items.sort(key=lambda item: json.dumps(item, sort_keys=True))
        return items
    if isinstance(value, str):
        return _normal_text(value, key, names)
    if isinstance(value, int) and not isinstance(value, bool) and value in _CLOCK:
        return "<time>"
    return value


def _normal_text(text: str, key: str, names: dict[str, str]) -> str:
    if key == "next_page_token":
        return "<token>"
    if key == "message":
        text = _DATABASE.sub("<what the database said>", text)
    for value, name in sorted(names.items(), key=lambda item: -len(item[0])):
        if len(value) > 6:
            text = text.replace(value, name)
        elif key in _SHORT_ID_KEYS:
            text = re.sub(rf"(?<![\w.-]){re.escape(value)}(?![\w.-])", lambda _: name, text)
        elif key == "message":
            text = re.sub(rf"((?:id=|ID |xperiment |ID=|with id )['\"]?){re.escape(value)}\b", lambda match: match[1] + name, text)
    text = _HEX.sub("<hex>", text)
    if key == "experiment_id" and text.isdigit() and text != "0":
        return "<id>"
    if key in _RANDOM_NAME_KEYS and _RANDOM_NAME.match(text):
        return "<random name>"
    return text
