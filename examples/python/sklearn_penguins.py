"""Searches a random forest's settings with autologging and registers the best one."""

import mlflow
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, train_test_split

from tables import penguins

features, species = penguins()
x_train, x_test, y_train, y_test = train_test_split(features, species, test_size=0.25, random_state=1, stratify=species)

mlflow.set_experiment("penguins with scikit-learn")
mlflow.sklearn.autolog(max_tuning_runs=12)
with mlflow.start_run(run_name="random forest") as run:
    search = GridSearchCV(
        RandomForestClassifier(random_state=1),
        {"n_estimators": [20, 80], "max_depth": [2, 4, None], "min_samples_leaf": [1, 4]},
        cv=4,
    )
    search.fit(x_train, y_train)
    mlflow.log_metric("test_accuracy", search.score(x_test, y_test))
    # Newer clients save with skops, which asks to be told that it may trust a tree.
    logged = mlflow.sklearn.log_model(
        search.best_estimator_, name="forest", input_example=x_test.head(3), serialization_format="cloudpickle"
    )

version = mlflow.register_model(logged.model_uri, "penguin-species")
mlflow.MlflowClient().set_registered_model_alias("penguin-species", "challenger", version.version)
print(f"Run {run.info.run_id}, version {version.version}")
