/**
 * The MLflow version whose protocol this server speaks, as `/version` reports it. Below 3.4, because from there on
 * clients send spans to `POST /v1/traces`, which does not exist yet.
 */
export const MLFLOW_VERSION = "3.3.2";
