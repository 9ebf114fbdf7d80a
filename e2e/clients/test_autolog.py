"""What the client logs by itself for the libraries people train with."""

from __future__ import annotations

from typing import Any

import mlflow
import numpy as np
import pytest

from conftest import Slipway


@pytest.fixture
def table() -> tuple[np.ndarray, np.ndarray]:
    """Two classes that a line nearly separates."""
    draw = np.random.default_rng(7)
    features = draw.normal(size=(160, 4))
    return features, (features[:, 0] + 0.3 * draw.normal(size=160) > 0).astype(int)


def _only_run(experiment: str) -> Any:
    runs = mlflow.search_runs([experiment], output_format="list")
    assert len(runs) == 1
    return runs[0]


def test_scikit_learn(slipway: Slipway, experiment: str, table: tuple[np.ndarray, np.ndarray]) -> None:
    linear_model = pytest.importorskip("sklearn.linear_model", reason="scikit-learn is not in this environment")
    mlflow.sklearn.autolog()
    try:
        model = linear_model.LogisticRegression(C=0.5).fit(*table)
    finally:
        mlflow.sklearn.autolog(disable=True)
    run = slipway.run(_only_run(experiment).info.run_id)
    assert run["status"] == "FINISHED"
    assert run["params"]["C"] == "0.5"
    assert run["metrics"]["training_accuracy_score"] == pytest.approx(model.score(*table))
    logged = mlflow.search_logged_models([experiment], output_format="list")
    assert len(logged) == 1
    loaded = mlflow.sklearn.load_model(logged[0].model_uri)
    np.testing.assert_array_equal(loaded.predict(table[0]), model.predict(table[0]))


def test_a_search_logs_its_trials_as_nested_runs(slipway: Slipway, experiment: str, table: tuple[np.ndarray, np.ndarray]) -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is not in this environment")
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GridSearchCV

    mlflow.sklearn.autolog(log_models=False, max_tuning_runs=4)
    try:
        GridSearchCV(LogisticRegression(), {"C": [0.01, 0.1, 1.0]}, cv=2).fit(*table)
    finally:
        mlflow.sklearn.autolog(disable=True)
    runs = mlflow.search_runs([experiment], output_format="list")
    parents = [run for run in runs if "mlflow.parentRunId" not in run.data.tags]
    assert len(parents) == 1
    children = [run for run in runs if run.data.tags.get("mlflow.parentRunId") == parents[0].info.run_id]
    assert sorted(float(run.data.params["C"]) for run in children) == [0.01, 0.1, 1.0]
    assert slipway.run(parents[0].info.run_id)["params"]["best_C"] in {"0.01", "0.1", "1.0"}


def test_xgboost(slipway: Slipway, experiment: str, table: tuple[np.ndarray, np.ndarray]) -> None:
    xgboost = pytest.importorskip("xgboost", reason="XGBoost is not in this environment")
    matrix = xgboost.DMatrix(table[0], label=table[1])
    mlflow.xgboost.autolog()
    try:
        booster = xgboost.train(
            {"objective": "binary:logistic", "max_depth": 2}, matrix, num_boost_round=15, evals=[(matrix, "train")], verbose_eval=False
        )
    finally:
        mlflow.xgboost.autolog(disable=True)
    run_id = _only_run(experiment).info.run_id
    history = mlflow.MlflowClient().get_metric_history(run_id, "train-logloss")
    assert [point.step for point in history] == list(range(15))
    assert history[-1].value < history[0].value
    assert slipway.run(run_id)["params"]["max_depth"] == "2"
    loaded = mlflow.xgboost.load_model(mlflow.search_logged_models([experiment], output_format="list")[0].model_uri)
    np.testing.assert_allclose(loaded.predict(matrix), booster.predict(matrix))


def test_lightgbm(slipway: Slipway, experiment: str, table: tuple[np.ndarray, np.ndarray]) -> None:
    lightgbm = pytest.importorskip("lightgbm", reason="LightGBM is not in this environment")
    data = lightgbm.Dataset(table[0], label=table[1], free_raw_data=False)
    mlflow.lightgbm.autolog()
    try:
        booster = lightgbm.train(
            {"objective": "binary", "verbosity": -1, "num_leaves": 4}, data, num_boost_round=12, valid_sets=[data], valid_names=["train"]
        )
    finally:
        mlflow.lightgbm.autolog(disable=True)
    run_id = _only_run(experiment).info.run_id
    history = mlflow.MlflowClient().get_metric_history(run_id, "train-binary_logloss")
    assert len(history) == 12
    assert slipway.run(run_id)["params"]["num_leaves"] == "4"
    loaded = mlflow.lightgbm.load_model(mlflow.search_logged_models([experiment], output_format="list")[0].model_uri)
    np.testing.assert_allclose(loaded.predict(table[0]), booster.predict(table[0]))


def test_pytorch(slipway: Slipway, experiment: str, table: tuple[np.ndarray, np.ndarray]) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not in this environment")
    lightning = pytest.importorskip("lightning.pytorch", reason="Lightning is not in this environment")
    x = torch.tensor(table[0], dtype=torch.float32)
    y = torch.tensor(table[1], dtype=torch.float32).unsqueeze(1)

    class Line(lightning.LightningModule):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.layer = torch.nn.Linear(4, 1)

        def forward(self, rows: Any) -> Any:
            return self.layer(rows)

        def training_step(self, batch: Any, _index: int) -> Any:
            loss = torch.nn.functional.binary_cross_entropy_with_logits(self(batch[0]), batch[1])
            self.log("loss", loss, on_epoch=True, on_step=False)
            return loss

        def configure_optimizers(self) -> Any:
            return torch.optim.Adam(self.parameters(), lr=0.05)

    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, y), batch_size=40)
    mlflow.pytorch.autolog(checkpoint=False)
    try:
        trainer = lightning.Trainer(
            max_epochs=6, accelerator="cpu", enable_progress_bar=False, enable_checkpointing=False, logger=False, enable_model_summary=False
        )
        trainer.fit(Line(), loader)
    finally:
        mlflow.pytorch.autolog(disable=True)
    run_id = _only_run(experiment).info.run_id
    history = mlflow.MlflowClient().get_metric_history(run_id, "loss")
    assert len(history) == 6
    assert history[-1].value < history[0].value
    assert slipway.run(run_id)["params"]["optimizer_name"] == "Adam"
