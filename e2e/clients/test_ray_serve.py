"""A model that a real Ray Serve answers for, put there and taken away by Slipway."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest

from conftest import Slipway, free_port

pytest.importorskip("ray.serve", reason="Ray Serve is not in this environment")
mlflow = pytest.importorskip("mlflow")
linear_model = pytest.importorskip("sklearn.linear_model")
pd = pytest.importorskip("pandas")

from mlflow.models import infer_signature  # noqa: E402

API = "/api/slipway/v1/workspaces/default/"
SECONDS = 240

FRAME = pd.DataFrame({"age": [21.0, 35.0, 48.0, 60.0], "visits": [3.0, 0.0, 7.0, 2.0]})
SPENT = [12.0, 5.0, 40.0, 22.0]


def until(what: str, is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.5)


def applications(dashboard: str) -> dict[str, Any]:
    with urllib.request.urlopen(urllib.request.Request(f"{dashboard}/api/serve/applications/", headers={"User-Agent": "tests"}), timeout=30) as answer:
        return json.load(answer)["applications"]


@pytest.fixture
def model() -> linear_model.LinearRegression:
    return linear_model.LinearRegression().fit(FRAME, SPENT)


@pytest.fixture
def registered(slipway: Slipway, model: Any, name: str) -> str:
    called = name.replace(" ", "-")
    signature = infer_signature(FRAME, model.predict(FRAME))
    with mlflow.start_run():
        mlflow.sklearn.log_model(model, name="model", signature=signature, serialization_format="cloudpickle", registered_model_name=called)
    return called


def answers(slipway: Slipway, deployment: str) -> bool:
    try:
        slipway.ask("GET", f"v2/models/{deployment}/ready", api="/")
    except urllib.error.HTTPError:
        found = slipway.ask("GET", f"deployments/{deployment}", api=API)
        assert found["health"] in {"starting", "ready"}, found
        return False
    return True


def test_a_version_is_served_by_ray_and_taken_away_again(slipway: Slipway, dashboard: str, registered: str, model: Any) -> None:
    backend = {"kind": "ray", "url": dashboard, "serveUrl": f"http://127.0.0.1:{free_port()}", "timeoutMs": 60_000}
    asked = {"name": registered, "environment": "development", "model": registered, "version": 1, "backend": backend}
    slipway.ask("POST", "deployments", asked, api=API)
    until("Ray Serve answers", lambda: answers(slipway, registered))
    (served,) = applications(dashboard).values()
    assert served["status"] == "RUNNING"

    body = {"dataframe_split": FRAME.to_dict(orient="split", index=False)}
    predicted = slipway.ask("POST", f"serve/{registered}/invocations", body, api="/")["predictions"]
    assert predicted == pytest.approx(model.predict(FRAME).tolist())
    with pytest.raises(urllib.error.HTTPError) as refused:
        slipway.ask("POST", f"serve/{registered}/invocations", {"dataframe_split": {"columns": ["age"], "data": [[1.0]]}}, api="/")
    assert refused.value.code == 400 and "visits" in refused.value.read().decode()

    slipway.ask("DELETE", f"deployments/{registered}", api=API)
    until("nothing is left of it", lambda: applications(dashboard) == {})
