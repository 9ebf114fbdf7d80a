"""The trainings that people copy, run as they stand with nothing but the address and the token of the server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import mlflow
import numpy as np
import pytest

from conftest import Slipway

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "python"


def _train(example: str, *, needs: str, cwd: Path) -> str:
    """Run an example to its end; what it printed."""
    pytest.importorskip(needs, reason=f"{needs} is not in this environment")
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / example)],
        cwd=cwd,
        env=os.environ.copy(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4_000:]
    return done.stdout


def _runs(experiment: str) -> list[Any]:
    found = mlflow.search_runs(experiment_names=[experiment], output_format="list")
    assert {run.info.status for run in found} == {"FINISHED"}
    return found


def test_scikit_learn(slipway: Slipway, tmp_path: Path) -> None:
    printed = _train("sklearn_penguins.py", needs="sklearn", cwd=tmp_path)
    run_id, version = re.search(r"Run (\w{32}), version (\d+)", printed).groups()
    assert slipway.run(run_id)["metrics"]["test_accuracy"] > 0.9
    children = [run for run in _runs("penguins with scikit-learn") if run.data.tags.get("mlflow.parentRunId") == run_id]
    assert len(children) == 12
    assert mlflow.MlflowClient().get_model_version_by_alias("penguin-species", "challenger").version == version
    forest = mlflow.pyfunc.load_model("models:/penguin-species@challenger")
    assert len(forest.predict(forest.input_example)) == 3


def test_xgboost(tmp_path: Path) -> None:
    _train("xgboost_flights.py", needs="xgboost", cwd=tmp_path)
    runs = {run.info.run_name: run for run in _runs("late flights with XGBoost")}
    assert {"depth 2", "depth 4", "depth 6"} <= set(runs)
    for run in runs.values():
        curve = mlflow.MlflowClient().get_metric_history(run.info.run_id, "test-auc")
        assert [point.step for point in curve] == list(range(120))
        assert max(point.value for point in curve) > 0.6


def test_pytorch(tmp_path: Path) -> None:
    _train("torch_weather.py", needs="torch", cwd=tmp_path)
    run = _runs("tomorrow's weather with PyTorch")[0]
    losses = [point.value for point in mlflow.MlflowClient().get_metric_history(run.info.run_id, "train/loss")]
    assert len(losses) == 200
    assert losses[-1] < losses[0] / 4
    assert [file.path for file in mlflow.MlflowClient().list_artifacts(run.info.run_id)] == ["predictions.png"]
    (model,) = mlflow.search_logged_models([run.info.experiment_id], output_format="list")[:1]
    predicted = mlflow.pyfunc.load_model(model.model_uri).predict(np.zeros((1, 4), dtype=np.float32))
    assert predicted.shape == (1, 1)
