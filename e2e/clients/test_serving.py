"""Models of real libraries behind the gateway: exported from scikit-learn, served by MLflow itself, asked by a real client."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

mlflow = pytest.importorskip("mlflow")
sklearn_datasets = pytest.importorskip("sklearn.datasets")
skl2onnx = pytest.importorskip("skl2onnx")
onnx = pytest.importorskip("onnx")
triton = pytest.importorskip("tritonclient.http")

from mlflow.models import infer_signature  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402

REST = "/api/slipway/v1/"
SERVING_SECONDS = 180


@pytest.fixture(scope="module")
def trained() -> tuple[LogisticRegression, pd.DataFrame]:
    data, target = sklearn_datasets.load_iris(return_X_y=True, as_frame=True)
    return LogisticRegression(max_iter=1_000).fit(data, target), data


@pytest.fixture
def registered(slipway: Any, trained: tuple[LogisticRegression, pd.DataFrame], unique: str) -> str:
    """A version with the model as scikit-learn has it and as ONNX."""
    model, data = trained
    signature = infer_signature(data, model.predict(data))
    exported = skl2onnx.to_onnx(model, data.to_numpy().astype(np.float32)[:1])
    with mlflow.start_run() as run:
        info = mlflow.sklearn.log_model(model, name="model", signature=signature)
        folder = Path(mlflow.artifacts.download_artifacts(info.model_uri))
        (folder / "model.onnx").write_bytes(exported.SerializeToString())
        mlflow.log_artifacts(str(folder), "both")
    mlflow.register_model(f"runs:/{run.info.run_id}/both", unique)
    return unique


@pytest.fixture
def unique(request: pytest.FixtureRequest) -> str:
    return f"serve-{abs(hash((request.node.name, time.time_ns()))) % 10**9}"


def deploy(slipway: Any, name: str, backend: dict[str, Any]) -> None:
    workspace = slipway.ask("GET", "me", api=REST)["workspace"]
    body = {"name": name, "environment": "development", "model": name, "version": 1, "backend": backend}
    slipway.ask("POST", f"workspaces/{workspace}/deployments", body, api=REST)
    deadline = time.monotonic() + SERVING_SECONDS
    while time.monotonic() < deadline:
        try:
            slipway.ask("GET", f"v2/models/{name}/ready", api="/")
            return
        except urllib.error.HTTPError as refusal:
            last = refusal.read()
            time.sleep(0.5)
    pytest.fail(f"{name} does not answer: {last!r}")


def invoke(slipway: Any, name: str, frame: pd.DataFrame) -> list[Any]:
    body = {"dataframe_split": frame.to_dict(orient="split", index=False)}
    return slipway.ask("POST", f"serve/{name}/invocations", body, api="/")["predictions"]


def scoring_command(model: str, port: str) -> list[str]:
    return [sys.executable, "-m", "mlflow", "models", "serve", "-m", model, "-p", port, "-h", "127.0.0.1", "--env-manager", "local"]


@pytest.fixture
def scoring_server(registered: str) -> Iterator[str]:
    """MLflow's own scoring server, started as its users do."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    path = mlflow.artifacts.download_artifacts(f"models:/{registered}/1")
    process = subprocess.Popen(scoring_command(path, str(port)), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"})
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + SERVING_SECONDS
        while True:
            try:
                urllib.request.urlopen(f"{url}/ping", timeout=2)
                break
            except OSError:
                assert time.monotonic() < deadline and process.poll() is None
                time.sleep(0.5)
        yield url
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_an_export_answers_what_the_model_does(slipway: Any, registered: str, trained: tuple[LogisticRegression, pd.DataFrame]) -> None:
    model, data = trained
    deploy(slipway, registered, {"kind": "onnx"})
    assert invoke(slipway, registered, data) == model.predict(data).tolist()


def test_a_client_of_the_open_inference_protocol(slipway: Any, registered: str, trained: tuple[LogisticRegression, pd.DataFrame]) -> None:
    model, data = trained
    deploy(slipway, registered, {"kind": "onnx"})
    headers = {"Authorization": f"Bearer {slipway.token}"}
    client = triton.InferenceServerClient(slipway.url.removeprefix("http://"))
    assert client.is_server_live() and client.is_server_ready()
    assert client.is_model_ready(registered, headers=headers)
    (described,) = client.get_model_metadata(registered, headers=headers)["inputs"]
    values = data.to_numpy().astype(np.float32)
    for binary in (True, False):
        sent = triton.InferInput(described["name"], list(values.shape), "FP32")
        sent.set_data_from_numpy(values, binary_data=binary)
        wanted = [triton.InferRequestedOutput(name, binary_data=binary) for name in ("output_label", "output_probability")]
        answer = client.infer(registered, [sent], outputs=wanted, headers=dict(headers))
        assert answer.as_numpy("output_label").tolist() == model.predict(data).tolist()
        np.testing.assert_allclose(answer.as_numpy("output_probability"), model.predict_proba(data), atol=1e-5)


@pytest.mark.parametrize("by_tracing", [True, False], ids=["traced", "exported"])
def test_a_network_of_torch(slipway: Any, unique: str, trained: tuple[LogisticRegression, pd.DataFrame], by_tracing: bool) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not in this environment")
    if not by_tracing:
        pytest.importorskip("onnxscript", reason="onnxscript, by which PyTorch exports programs, is not in this environment")
    torch.manual_seed(20_261_129)
    network = torch.nn.Sequential(torch.nn.Linear(4, 16), torch.nn.ReLU(), torch.nn.Linear(16, 3), torch.nn.Softmax(dim=1)).eval()
    values = trained[1].to_numpy().astype(np.float32)
    given = torch.from_numpy(values)
    file = io.BytesIO()
    names = {"input_names": ["features"], "output_names": ["probabilities"]}
    if by_tracing:
        torch.onnx.export(network, (given[:2],), file, dynamo=False, dynamic_axes={"features": {0: "rows"}, "probabilities": {0: "rows"}}, **names)
    else:
        rows = torch.export.Dim("rows", min=1, max=1_024)
        torch.onnx.export(network, (given[:2],), dynamo=True, dynamic_shapes=({0: rows},), **names).save(file)
    exported = onnx.load_from_string(file.getvalue())
    with torch.no_grad():
        expected = network(given).numpy()
    with mlflow.start_run():
        mlflow.onnx.log_model(exported, name="model", signature=infer_signature(values, expected), registered_model_name=unique)
    deploy(slipway, unique, {"kind": "onnx"})
    answer = slipway.ask("POST", f"serve/{unique}/invocations", {"inputs": values.tolist()}, api="/")["predictions"]
    np.testing.assert_allclose(answer, expected, atol=1e-5)


def test_mlflow_serves_behind_the_gateway_as_a_process(slipway: Any, registered: str, trained: tuple[LogisticRegression, pd.DataFrame]) -> None:
    model, data = trained
    command = scoring_command("$MODEL", "$PORT")
    deploy(slipway, registered, {"kind": "process", "command": command, "startSeconds": SERVING_SECONDS})
    assert invoke(slipway, registered, data.head(20)) == model.predict(data.head(20)).tolist()


def test_mlflow_serves_behind_the_gateway_elsewhere(slipway: Any, registered: str, scoring_server: str, trained: tuple[LogisticRegression, pd.DataFrame]) -> None:
    model, data = trained
    deploy(slipway, registered, {"kind": "external", "url": scoring_server})
    assert invoke(slipway, registered, data.head(20)) == model.predict(data.head(20)).tolist()
