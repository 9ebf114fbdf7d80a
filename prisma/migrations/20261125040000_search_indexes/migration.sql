-- The number that a text is, or null. Longer texts and greater exponents are no numbers here, so that the cast cannot
-- overflow. Not STRICT: a strict function would not be inlined.
CREATE FUNCTION text_to_number(value text) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN length(value) <= 40 AND value ~ '^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?$'
  THEN value::double precision END;

-- Filters and orders by the value of one parameter or tag. Values may be too long for an index: their beginning is not.
CREATE INDEX run_params_value_idx ON run_params (experiment_id, key_id, left(value, 200), run_id);
CREATE INDEX run_params_number_idx ON run_params (experiment_id, key_id, text_to_number(value), run_id);
CREATE INDEX run_tags_value_idx ON run_tags (experiment_id, key_id, left(value, 200), run_id);

-- The children of a run, and how many they are.
CREATE INDEX runs_children_idx ON runs (parent_uuid, start_time DESC, uuid)
  WHERE deleted_at IS NULL AND parent_uuid IS NOT NULL;

-- An experiment lies in one workspace: without this the planner believes that naming both leaves almost nothing.
CREATE STATISTICS runs_tenant_statistics (dependencies) ON workspace_id, experiment_id FROM runs;
CREATE STATISTICS metric_series_key_statistics (dependencies, ndistinct) ON experiment_id, key_id FROM metric_series;
CREATE STATISTICS run_params_key_statistics (dependencies, ndistinct) ON experiment_id, key_id FROM run_params;
CREATE STATISTICS run_tags_key_statistics (dependencies, ndistinct) ON experiment_id, key_id FROM run_tags;
