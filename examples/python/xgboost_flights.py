"""Boosted trees that say which flight will be late, with a curve for each round."""

import mlflow
import xgboost
from sklearn.model_selection import train_test_split

from tables import flights

known, late = flights()
x_train, x_test, y_train, y_test = train_test_split(known, late, test_size=0.25, random_state=1, stratify=late)

mlflow.set_experiment("late flights with XGBoost")
mlflow.xgboost.autolog()
for depth in (2, 4, 6):
    with mlflow.start_run(run_name=f"depth {depth}"):
        xgboost.train(
            {"objective": "binary:logistic", "eval_metric": ["logloss", "auc"], "max_depth": depth, "eta": 0.1, "seed": 1},
            xgboost.DMatrix(x_train, label=y_train),
            num_boost_round=120,
            evals=[(xgboost.DMatrix(x_train, label=y_train), "train"), (xgboost.DMatrix(x_test, label=y_test), "test")],
            verbose_eval=False,
        )
