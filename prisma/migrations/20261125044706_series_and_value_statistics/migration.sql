-- DropIndex
DROP INDEX "metric_series_experiment_id_key_id_last_value_run_id_idx";

-- Walked in order of the last value; sorted by the least or greatest one without visiting the table.
CREATE INDEX "metric_series_values_idx" ON "metric_series" ("experiment_id", "key_id", "last_value", "run_id")
  INCLUDE ("min_value", "max_value");

-- How often a key has a value: without this the planner multiplies the shares of experiment, key and value, expects
-- next to nothing, and starts from the wrong end.
DROP STATISTICS "metric_series_key_statistics", "run_params_key_statistics", "run_tags_key_statistics";
CREATE STATISTICS "metric_series_key_statistics" (mcv, dependencies) ON "experiment_id", "key_id" FROM "metric_series";
CREATE STATISTICS "run_params_key_statistics" (mcv, dependencies)
  ON "experiment_id", "key_id", (left("value", 200)) FROM "run_params";
CREATE STATISTICS "run_tags_key_statistics" (mcv, dependencies)
  ON "experiment_id", "key_id", (left("value", 200)) FROM "run_tags";
