"""Several workers of a Ray cluster train one model: each boosts on its part of the rows, XGBoost sums their gradients.

Made for a job of Slipway on a Ray backend, and runs by itself as well: `python ray_train.py`. The first worker logs to
MLflow; the variables that Slipway gives a job reach every worker.
"""

from __future__ import annotations

import os

import numpy as np
import ray
from ray.train import ScalingConfig, get_context
from ray.train.xgboost import XGBoostTrainer

WORKERS = int(os.environ.get("WORKERS", "2"))
ROUNDS = int(os.environ.get("ROUNDS", "30"))
ROWS = 20_000
SETTINGS = {"objective": "binary:logistic", "eval_metric": "logloss", "max_depth": 4, "eta": 0.3, "seed": 7}


def make_rows() -> tuple[np.ndarray, np.ndarray]:
    """Customers who stay or leave, made up: months, calls to the support and price decide, with some luck."""
    random = np.random.default_rng(7)
    months, calls, price = random.uniform(0, 72, ROWS), random.poisson(2, ROWS), random.normal(60, 20, ROWS)
    odds = 0.5 * calls + 0.03 * (price - 60) - 0.06 * months + random.normal(0, 0.5, ROWS)
    return np.column_stack([months, calls, price]), (odds > 0).astype(float)


def train_here(config: dict[str, int]) -> None:
    """What each worker does."""
    import mlflow
    import xgboost

    context = get_context()
    rank, workers = context.get_world_rank(), context.get_world_size()
    rows, labels = make_rows()
    train = np.arange(ROWS) % 10 != 0
    own = np.arange(ROWS) // 10 % workers == rank
    table = xgboost.DMatrix(rows[train & own], labels[train & own])
    test = xgboost.DMatrix(rows[~train & own], labels[~train & own])
    print(f"Worker {rank + 1} of {workers} has {table.num_row()} rows", flush=True)

    class Report(xgboost.callback.TrainingCallback):
        """The metrics are those of all workers together, so one of them is enough to tell."""

        def after_iteration(self, model: xgboost.Booster, epoch: int, evals_log: dict) -> bool:
            losses = {name: values["logloss"][-1] for name, values in evals_log.items()}
            if rank == 0:
                mlflow.log_metrics({f"{name}_logloss": loss for name, loss in losses.items()}, step=epoch)
                print(f"round {epoch + 1}: {losses['test']:.4f}", flush=True)
            return False

    if rank == 0:
        mlflow.start_run(run_id=os.environ.get("MLFLOW_RUN_ID"))
        mlflow.log_params({**SETTINGS, "rounds": config["rounds"], "workers": workers, "rows": ROWS})
    xgboost.train(
        SETTINGS,
        table,
        num_boost_round=config["rounds"],
        evals=[(table, "train"), (test, "test")],
        callbacks=[Report()],
        verbose_eval=False,
    )


if __name__ == "__main__":
    ray.init()
    trainer = XGBoostTrainer(
        train_here,
        train_loop_config={"rounds": ROUNDS},
        scaling_config=ScalingConfig(num_workers=WORKERS, resources_per_worker={"CPU": 1}),
    )
    trainer.fit()
    print(f"{WORKERS} workers trained {ROUNDS} rounds")
