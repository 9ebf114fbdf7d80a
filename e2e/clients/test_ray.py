"""Jobs on a real Ray cluster: one that this test starts, and that ends with it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
import tarfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Slipway

ray = pytest.importorskip("ray", reason="ray is not in this environment")

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "python"
API = "/api/slipway/v1/workspaces/default/"
ENDED = {"succeeded", "failed", "cancelled", "lost"}

Launch = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def backend(dashboard: str) -> dict[str, Any]:
    """That cluster, as Slipway knows it."""
    server = _server()
    added = server.ask("POST", "compute-backends", {"name": f"ray {dashboard}", "address": dashboard}, api=API)
    deadline = time.monotonic() + 90
    while True:
        checked = server.ask("POST", f"compute-backends/{added['backendId']}/check", api=API)
        if checked["isReady"]:
            break
        # The dashboard answers some time after the cluster is there.
        assert time.monotonic() < deadline, checked
        time.sleep(0.5)
    assert checked["message"] == f"Ray {ray.__version__} answers."
    return {"id": added["backendId"], "name": f"ray {dashboard}", "dashboard": dashboard}


def _server() -> Slipway:
    return Slipway(os.environ["SLIPWAY_URL"], os.environ["SLIPWAY_TOKEN"])


@pytest.fixture
def launch(slipway: Slipway, backend: dict[str, Any]) -> Launch:
    """Queue a command on the cluster."""

    def queue(*command: str, **more: Any) -> dict[str, Any]:
        asked = {"name": "on ray", "experimentId": 0, "backend": backend["name"], "command": command, **more}
        return slipway.ask("POST", "jobs", asked, api=API)

    return queue


def _until(slipway: Slipway, job: dict[str, Any], statuses: set[str], seconds: int = 180) -> dict[str, Any]:
    deadline = time.monotonic() + seconds
    while True:
        found = slipway.ask("GET", f"jobs/{job['number']}", api=API)
        if found["status"] in statuses:
            return found
        assert found["status"] not in ENDED and time.monotonic() < deadline, found
        time.sleep(0.3)


def _log(slipway: Slipway, job: dict[str, Any]) -> str:
    answer = slipway.ask("GET", f"jobs/{job['number']}/log", api=API)
    return "".join(part["text"] for part in answer["parts"])


def test_a_test_job_runs_there_and_reaches_slipway(slipway: Slipway, backend: dict[str, Any]) -> None:
    job = slipway.ask("POST", f"compute-backends/{backend['id']}/test", api=API)
    assert _until(slipway, job, {"succeeded"})["exitCode"] == 0
    assert "Slipway answers 200" in _log(slipway, job)


def test_several_workers_train_one_model(slipway: Slipway, launch: Launch) -> None:
    pytest.importorskip("xgboost", reason="xgboost is not in this environment")
    job = launch(sys.executable, str(EXAMPLES / "ray_train.py"), environment={"WORKERS": "2", "ROUNDS": "20"})
    _until(slipway, job, {"succeeded"})
    printed = _log(slipway, job)
    assert "Worker 2 of 2 has 9000 rows" in printed
    assert "2 workers trained 20 rounds" in printed
    run = slipway.run(job["runUuid"])
    assert run["status"] == "FINISHED"
    assert run["params"]["workers"] == "2"
    assert run["metrics"]["test_logloss"] < 0.3
    history = slipway.get("metrics/get-history", run_id=job["runUuid"], metric_key="test_logloss")["metrics"]
    assert len(history) == 20


def test_what_fails_leaves_its_exit_code_and_its_log(slipway: Slipway, launch: Launch) -> None:
    job = launch("sh", "-c", 'echo "it is $COLOUR"; exit 3', environment={"COLOUR": "teal 'n' blue"})
    failed = _until(slipway, job, {"failed"})
    assert (failed["exitCode"], failed["reason"]) == (3, "The command ended with exit code 3.")
    assert "it is teal 'n' blue\n" in _log(slipway, job)


def test_a_runtime_environment_that_cannot_be_made_is_told(slipway: Slipway, launch: Launch) -> None:
    job = launch("true", runtimeEnvironment={"working_dir": "https://127.0.0.1:9/none.zip"})
    assert "runtime_env" in _until(slipway, job, {"failed"})["reason"]


def _archive(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return packed.getvalue()


def test_an_uploaded_source_is_fetched_there_and_runs_with_its_parameters(slipway: Slipway, launch: Launch) -> None:
    script = "import sys\nfrom settings.rates import SCALE\nprint('rate', float(sys.argv[1]) * SCALE)\n"
    body = _archive({"train.py": script, "settings/__init__.py": "", "settings/rates.py": "SCALE = 4\n"})
    request = urllib.request.Request(
        f"{slipway.url}{API}source-snapshots?fileName=source.tar.gz",
        data=body,
        headers={"Authorization": f"Bearer {slipway.token}", "Content-Type": "application/octet-stream"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        sha256 = json.load(answer)["snapshot"]["sha256"]
    assert sha256 == hashlib.sha256(body).hexdigest()
    asked = {"source": {"snapshot": sha256}, "parameters": {"rate": 0.25}}
    job = launch(sys.executable, "train.py", "{{ rate }}", **asked)
    _until(slipway, job, {"succeeded"})
    printed = _log(slipway, job)
    assert f"Slipway unpacked snapshot {sha256}\n" in printed
    assert "rate 1.0\n" in printed


def test_a_job_is_cancelled_while_it_runs(slipway: Slipway, launch: Launch, backend: dict[str, Any]) -> None:
    job = launch("sh", "-c", "echo up; sleep 600")
    deadline = time.monotonic() + 90
    while "up\n" not in _log(slipway, job):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    slipway.ask("POST", f"jobs/{job['number']}/cancel", api=API)
    assert _until(slipway, job, {"cancelled"})["reason"] == "It was cancelled."
    with urllib.request.urlopen(f"{backend['dashboard']}/api/jobs/", timeout=10) as answer:
        jobs = json.load(answer)
    assert [one["status"] for one in jobs if one["type"] == "SUBMISSION" and one["status"] == "RUNNING"] == []


def test_resources_that_the_cluster_lacks_keep_a_job_waiting(slipway: Slipway, launch: Launch) -> None:
    job = launch("true", resources={"custom": {"moon": 1}})
    _until(slipway, job, {"running"})
    slipway.ask("POST", f"jobs/{job['number']}/cancel", api=API)
    _until(slipway, job, {"cancelled", "failed"})
