-- A metric is sorted by its least and its greatest value as by its last one: each is walked along an index of its own,
-- so that a page costs the same however many runs there are. The first index no longer carries the other two along.
DROP INDEX "metric_series_values_idx";

-- CreateIndex
CREATE INDEX "metric_series_last_idx" ON "metric_series"("experiment_id", "key_id", "last_value", "run_id");

-- CreateIndex
CREATE INDEX "metric_series_min_idx" ON "metric_series"("experiment_id", "key_id", "min_value", "run_id");

-- CreateIndex
CREATE INDEX "metric_series_max_idx" ON "metric_series"("experiment_id", "key_id", "max_value", "run_id");
