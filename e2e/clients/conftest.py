"""A running Slipway, told by the environment, and what the tests need to log to it and to look behind the client."""

from __future__ import annotations

import json
import os
import socket
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest


@dataclass(frozen=True)
class Slipway:
    """The server, asked without the client that is under test."""

    url: str
    token: str

    def ask(self, method: str, path: str, body: Any = None, *, api: str = "/api/2.0/mlflow/", headers: dict[str, str] | None = None) -> Any:
        """Send one request and answer its JSON, or None where the answer is empty; a refusal is raised as `urllib.error.HTTPError`."""
        data = None if body is None else json.dumps(body).encode()
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        if data is not None:
            sent["Content-Type"] = "application/json"
        request = urllib.request.Request(self.url + api + path, data, sent, method=method)
        with urllib.request.urlopen(request, timeout=30) as response:
            return None if response.status == 204 else json.load(response)

    def get(self, path: str, **parameters: Any) -> Any:
        """What a GET of a path with these parameters answers."""
        return self.ask("GET", f"{path}?{urllib.parse.urlencode(parameters, doseq=True)}")

    def post(self, path: str, body: Any) -> Any:
        """What a POST of this body answers."""
        return self.ask("POST", path, body)

    def run(self, run_id: str) -> dict[str, Any]:
        """A run, its lists as dictionaries by key."""
        run = self.get("runs/get", run_id=run_id)["run"]
        data = run.get("data", {})
        return {
            **run["info"],
            "metrics": {metric["key"]: metric["value"] for metric in data.get("metrics", [])},
            "params": {param["key"]: param["value"] for param in data.get("params", [])},
            "tags": {tag["key"]: tag["value"] for tag in data.get("tags", [])},
            "inputs": run.get("inputs", {}),
            "outputs": run.get("outputs", {}),
        }


os.environ.update(
    MLFLOW_TRACKING_URI=os.environ["SLIPWAY_URL"],
    MLFLOW_TRACKING_TOKEN=os.environ["SLIPWAY_TOKEN"],
    MLFLOW_DISABLE_TELEMETRY="true",
    DO_NOT_TRACK="true",
    GIT_PYTHON_REFRESH="quiet",
    MPLBACKEND="agg",
)


@pytest.fixture(scope="session")
def slipway() -> Slipway:
    """The server under test."""
    return Slipway(os.environ["SLIPWAY_URL"], os.environ["SLIPWAY_TOKEN"])


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _start_ray() -> str:
    import ray

    port = free_port()
    # The dashboard's default port may be taken by somebody else's cluster.
    ray.init(num_cpus=4, include_dashboard=True, dashboard_host="127.0.0.1", dashboard_port=port, log_to_driver=False)
    return f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def dashboard() -> Iterator[str]:
    """The address of a Ray cluster of four CPUs."""
    ray = pytest.importorskip("ray", reason="ray is not in this environment")
    for tries_left in (2, 1, 0):
        try:
            address = _start_ray()
            break
        except Exception:
            # Ray gives its dashboard half a minute, which a busy machine may not have.
            ray.shutdown()
            if tries_left == 0:
                raise
    yield address
    ray.shutdown()


@pytest.fixture(autouse=True)
def no_run_left_open() -> Iterator[None]:
    """End what a test leaves open, so that the next one does not log into it."""
    yield
    import mlflow

    while mlflow.active_run():
        mlflow.end_run()


@pytest.fixture
def name() -> str:
    """A name that nobody has used."""
    return f"clients {uuid.uuid4().hex[:12]}"


@pytest.fixture
def experiment(name: str) -> str:
    """A fresh experiment, which is the current one; its id."""
    import mlflow

    return mlflow.set_experiment(name).experiment_id


def refusal(caught: pytest.ExceptionInfo[Any]) -> tuple[str, str]:
    """Code and message of an MlflowException."""
    return caught.value.error_code, caught.value.message
