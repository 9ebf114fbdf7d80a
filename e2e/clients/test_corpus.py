"""Raw requests whose answers the genuine MLflow server has given: ours are the same, or differ on purpose."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import mlflow
import pytest

from conftest import Slipway
from corpus.cases import subjects
from corpus.deliberate import REASONS
from corpus.judge import judge
from corpus.player import Player
from corpus.record import recorded, recorded_version

SUBJECTS = subjects()
WORKSPACES = "workspaces"


@pytest.mark.parametrize("subject", SUBJECTS)
def test_answers_are_those_of_the_genuine_server(slipway: Slipway, subject: str) -> None:
    player = Player(slipway.url, slipway.token)
    scenarios = SUBJECTS[subject]
    answers = {key: answer for scenario in scenarios for key, answer in player.play(scenario).items()}
    verdict = judge(scenarios, recorded(subject), answers, REASONS)
    print(f"{subject}: {verdict.same} the same, {verdict.declared} different on purpose")
    assert verdict.same > 0
    assert verdict.undeclared + verdict.stale == []


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/version", timeout=2):
            return True
    except (OSError, urllib.error.URLError):
        return False


@pytest.fixture(scope="module", params=[[], ["--enable-workspaces"]], ids=["alone", "with workspaces"])
def genuine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, bool]]:
    """MLflow's own server on SQLite, as this environment has it; its address, and whether it serves workspaces."""
    pytest.importorskip("flask", reason="MLflow's own server is not in this environment")
    folder: Path = tmp_path_factory.mktemp("genuine")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--backend-store-uri", "sqlite:///genuine.db", "--artifacts-destination", "./artifacts", *request.param]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MLFLOW_TRACKING")}
    environment["MLFLOW_SERVER_ENABLE_JOB_EXECUTION"] = "false"
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([sys.executable, "-m", "mlflow", *command], cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True)
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 240
    while not _answers(url):
        if server.poll() is not None or time.monotonic() > deadline:
            server.kill()
            pytest.fail(f"MLflow's own server did not start:\n{(folder / 'log').read_text()[-2000:]}")
        time.sleep(0.5)
    yield url, bool(request.param)
    # It starts processes of its own, which end with their group.
    os.killpg(server.pid, 15)
    server.wait(30)


def test_the_genuine_server_still_answers_as_recorded(genuine: tuple[str, bool]) -> None:
    url, has_workspaces = genuine
    differences: list[str] = []
    for subject, scenarios in SUBJECTS.items():
        # With workspaces it puts artifacts elsewhere, so each server is asked what was recorded of its kind.
        if (subject == WORKSPACES) != has_workspaces:
            continue
        player = Player(url)
        answers = {key: answer for scenario in scenarios for key, answer in player.play(scenario).items()}
        version = recorded_version(subject)
        if version != mlflow.__version__:
            pytest.skip(f"the answers were recorded from MLflow {version}, and this is {mlflow.__version__}")
        differences += judge(scenarios, recorded(subject), answers, {}).undeclared
    assert differences == []
